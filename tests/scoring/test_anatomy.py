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
