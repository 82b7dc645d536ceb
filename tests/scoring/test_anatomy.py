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
