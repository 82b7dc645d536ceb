"""Muscles where they are not, and doing what they do not do: the same words, one thing exchanged."""

import pytest

from scoring import load_rubric, score_answer

RUBRIC = load_rubric()

PAIRS = [
    (
        "Q3",
        "When the hip flexors and lumbar extensors are short and the abdominals and glutes are weak, the pelvis tips.",
        "When the hip flexors and lumbar extensors are weak, the pelvis tips forward and the lumbar curve deepens.",
    ),
    (
        "Q3",
        "When glutes and abdominals are weak, the pelvis tips forward.",
        "When glutes and abdominals are tight, the pelvis tips forward.",
    ),
    (
        "Q3",
        "Tight hip flexors and weak glutes tip the pelvis forward.",
        "Weak hip flexors and tight glutes tip the pelvis forward.",
    ),
    (
        "Q3",
        "Sitting lets the glutes at the back of the pelvis weaken, which tilts the pelvis forward.",
        "Sitting lets the glutes at the front of the chest weaken, which tilts the pelvis forward.",
    ),
    (
        "Q4",
        "The piriformis is a muscle in the back of the hip and refers pain to the sacrum.",
        "The piriformis is a muscle in the front of the shin and refers pain to the sacrum.",
    ),
]


@pytest.mark.parametrize(("question_id", "right", "wrong"), PAIRS)
def test_only_the_wrong_statement_contradicts_anatomy(question_id, right, wrong):
    assert not _contradicts(question_id, right)
    assert _contradicts(question_id, wrong)


@pytest.mark.parametrize(
    "sentence",
    [
        "With hip flexors and weak glutes the pelvis tips forward.",
        "Hip flexors tight and glutes weak, the pelvis tips forward.",
        "When the hamstrings and glutes are short, the pelvis tucks under.",
        "The psoas runs in front of the lumbar spine, over the front of the hip to the thigh bone.",
    ],
)
def test_a_state_belongs_to_the_muscle_it_is_said_of(sentence):
    assert not _contradicts("Q3", sentence)


def _contradicts(question_id, text):
    wrong = f"{question_id.lower()}.wrong"
    criteria = {c.id: c for c in score_answer(RUBRIC, question_id, text).criteria}
    return criteria[wrong].points < 0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "The psoas matters. It begins at the lumbar vertebrae and refers pain there.",
            "The psoas matters. It begins at the ankle and refers pain there.",
        ),
        (
            "The hamstrings attach to the sit bones and insert on the shin, and tight ones pull on the pelvis.",
            "The hamstrings attach to the sit bones and insert on the jaw, and tight ones pull on the pelvis.",
        ),
        (
            "Trigger points in the piriformis refer down the thigh; I press them with my elbow.",
            "Trigger points in the piriformis refer to the elbow; I press them with my thumb.",
        ),
        (
            "The upper trapezius starts on the neck, so I leave it out and work the glutes.",
            "The upper trapezius starts at the heel, so I leave it in and work the glutes.",
        ),
        (
            "Strong abdominals flatten the back and tuck the pelvis under.",
            "Strong abdominals tip the pelvis forward and arch the back.",
        ),
    ],
)
def test_a_statement_is_followed_through_pronouns_and_further_verbs(right, wrong):
    assert not _contradicts("Q4", right)
    assert _contradicts("Q4", wrong)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "Quadratus lumborum hangs between the lowest rib and the iliac crest, and I press it in side-lying.",
            "Quadratus lumborum hangs between the lowest rib and the kneecap, and I press it in side-lying.",
        ),
        (
            "The hamstrings hook onto the sitting bones, so tight ones hold the pelvis down behind.",
            "The hamstrings hook onto the iliac crest, so tight ones hold the pelvis down behind.",
        ),
        (
            "The psoas is a strange one: it bends the hip, and its pain runs along the lumbar spine.",
            "The psoas is a strange one: it straightens the hip, and its pain runs along the lumbar spine.",
        ),
        (
            "My piriformis, the sciatic nerve passes close by it, and the ache sits by the sacrum.",
            "My piriformis, the femoral nerve passes close by it, and the ache sits by the sacrum.",
        ),
        (
            "Gluteus medius holds the pelvis level. It can be felt above the sacrum when it is overworked.",
            "Gluteus medius holds the pelvis level. It straightens the knee and can be felt above the sacrum.",
        ),
    ],
)
def test_what_a_muscle_never_does_or_reaches_contradicts_without_any_word_for_the_relation(right, wrong):
    assert not _contradicts("Q4", right)
    assert _contradicts("Q4", wrong)


@pytest.mark.parametrize(
    "sentence",
    [
        "I start at the hamstrings, then the rectus femoris, from the kneecap to the front of the pelvis.",
        "The psoas does not reach the knee at all; it ends on the inside of the thigh bone.",
        "Your hamstrings are not fixed to the iliac crest, they start at the sitting bones.",
        "When hamstrings are weak, nothing stops the front of the pelvis from dropping down.",
    ],
)
def test_other_muscles_between_denials_and_excuses_are_no_contradiction(sentence):
    assert not _contradicts("Q4", sentence)


def test_a_tilt_named_first_is_held_against_the_muscle_that_is_said_to_be_short():
    assert not _contradicts("Q3", "In an anterior tilt the hip flexors are short and the hamstrings long.")
    assert _contradicts("Q3", "In an anterior tilt the hamstrings are short and the hip flexors long.")


def test_what_fascia_is_not_contradicts_under_the_question_about_fascia():
    def costs(text):
        criteria = {c.id: c for c in score_answer(RUBRIC, "Q2", text).criteria}
        return criteria["q2.anatomy"].points < 0

    assert not costs("Fascia is connective tissue round every muscle. I hold it slowly and without oil.")
    assert costs("Fascia is a kind of voluntary muscle that can be trained. I hold it slowly and without oil.")


@pytest.mark.parametrize(
    "text",
    [
        "QL refers to the greater trochanter.",
        "Quadratus lumborum projects to the sacroiliac region and the greater trochanter.",
        "Gluteus minimus can refer pain down the outside of the thigh to the shin and ankle.",
        "Piriformis can squeeze the sciatic nerve, and then it is felt down the leg as far as the foot.",
        "Adductor longus can refer pain over the shin.",
    ],
)
def test_where_pain_is_felt_is_no_claim_of_where_a_muscle_lies(rubric, text):
    assert not [c for c in score_answer(rubric, "Q4", text).criteria if c.id == "q4.wrong" and c.points]
