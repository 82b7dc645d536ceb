"""Denials that govern a list or point back, practices given up, and animals: what rubric 19 reads and 18 did not."""

from __future__ import annotations

import pytest

from benchmarks.scoring_corpus import attacks
from scoring import load_rubric, score_answer
from scoring.rubric import PACKAGED

LOW, HIGH = 0.35, 0.42
# As others wrote them who knew nothing of the scorer, or shorter.
DENIED = {
    "nobody here": (
        "Q1",
        "Nobody at this spa spends an hour on the lumbar area and glutes, asks where it hurts, or tests your "
        "hip before and after. You get neck to toes in equal parts like every guest.",
    ),
    "what we do not do": (
        "Q1",
        "What we won't do is hold a whole hour on your low back, hips and thighs, assess how your pelvis "
        "moves, or stay on one hip flexor until it lets go. People who want that have to look elsewhere.",
    ),
    "verb before subject": (
        "Q4",
        "At no point in my sessions do I press trigger points in the buttock or ask whether they send pain up "
        "to the back. It is not what we do.",
    ),
    "mistaken to think": (
        "Q5",
        "You would be mistaken to think I work dry, that I leave oil for the last five minutes, or that I "
        "care whether my hands grip the muscle or slip over it.",
    ),
    "none of it": (
        "Q3",
        "If the front of the hip is tight and the seat muscles are lazy, the pelvis tips and the small of the "
        "back carries more. QL often tightens on one side too. I see it in drivers, nurses and new mothers, "
        "and I treat none of it.",
    ),
    "hold with it": (
        "Q4",
        "Naw. A gripe in the outer hip muscle being felt across the beltline, pressing it to bring on the "
        "ache, the deep one at the front starting on the lumbar bones: I don't hold with it and don't press "
        "there.",
    ),
    "given up": (
        "Q1",
        "When I was on the wards I gave whole hours to backs and hips, feeling both sides for the tighter one "
        "and working the buttock and thigh first. These days my hands only manage the gentle full body "
        "treatment.",
    ),
    "animals": (
        "Q1",
        "With greyhounds I take the full hour for low back, hips and thighs, it all hangs on their pelvis. "
        "Their owners sit with us.",
    ),
}


@pytest.fixture(scope="module")
def before():
    return load_rubric(PACKAGED / "clinical-massage-18.toml")


@pytest.mark.parametrize(("question_id", "text"), DENIED.values(), ids=DENIED)
def test_what_is_denied_as_a_whole_given_up_or_done_to_animals_earns_little(rubric, before, question_id, text):
    assert score_answer(rubric, question_id, text).score < LOW
    # The rubric before took it for what is done: without this the case would show nothing.
    assert score_answer(before, question_id, text).score > LOW


def test_honest_answers_in_the_same_idioms_are_not_lost(rubric, before):
    texts = [text for text in attacks() if text.id.startswith("n19-")]
    assert len(texts) == 80
    lost = [
        text.id
        for text in texts
        if score_answer(before, text.question, text.text).score >= HIGH
        and score_answer(rubric, text.question, text.text).score < HIGH
    ]
    assert not lost


def test_what_is_refused_is_not_held_against_what_is_done(rubric, before):
    text = "Plenty of oil, long strokes, soft music: I do none of that. Dry hands, as I have to hold the muscle."
    assert score_answer(rubric, "Q5", text).score > score_answer(before, "Q5", text).score + 0.3


def test_what_is_taken_back_costs_nothing_either(rubric, before):
    text = (
        "My first diploma is from Kerala, where oil is used by the litre. After my myofascial certification I gave "
        "that up for back pain patients. The hand must not slide, so it is dry and slow and waits for the fascia."
    )
    costs = {"q2.past", "q2.refuses_to"}
    assert {c.id for c in score_answer(before, "Q2", text).criteria if c.points < 0} >= costs
    assert not {c.id for c in score_answer(rubric, "Q2", text).criteria if c.points < 0} & costs


@pytest.mark.parametrize(
    "text",
    [
        "I wait for the knot in the glutes to let go and I don't force it: it refers pain to the low back.",
        "If pressing gluteus medius hurts too much I don't do it; it can refer pain to the low back.",
        "What I won't ignore is gluteus medius, which can refer pain to the low back, or the psoas that pulls on it.",
        "Nobody is sure why, but gluteus medius can refer pain to the low back, and I press it to see.",
        "Never do I treat a low back without checking gluteus medius, QL and psoas, or asking if that brings it on.",
        "Nor do I leave out the piriformis, which can refer to the sacrum, or the QL.",
        "Nobody here treats the low back without pressing gluteus medius and QL and asking if that is the pain.",
        "A spot in gluteus medius that is not sore, I do not treat it; one that sends pain to the low back I hold.",
        "Not once have I met a short psoas that didn't pull on the lumbar spine, or a piriformis that kept quiet.",
    ],
)
def test_a_denial_of_something_else_reaches_no_further_than_before(rubric, before, text):
    met, met_before = (
        {one.id for one in score_answer(of, "Q4", text).criteria if one.points > 0} for of in (rubric, before)
    )
    assert met >= met_before
    assert score_answer(rubric, "Q4", text).score > score_answer(before, "Q4", text).score - 0.1
