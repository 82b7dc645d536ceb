"""Comfort behind an explanation, lists of what is left out, and what is said of several muscles at once."""

from __future__ import annotations

import pytest

from scoring import score_answer

EXPLAINED = (
    "Yes. Tight glutes and a short psoas can change how the pelvis sits, and then the muscles of the low back work "
    "harder. Trigger points in the gluteus medius can refer across the belt line, so I press there and ask whether "
    "that is your pain."
)


def points(reading, criterion):
    return next(one.points for one in reading.criteria if one.id == criterion)


@pytest.mark.parametrize(
    "comfort",
    [
        "None of this is dangerous.",
        "None of it is your fault.",
        "None of that is permanent, and none of it shows on a scan.",
    ],
)
def test_comfort_behind_an_explanation_takes_nothing_of_it_back(rubric, comfort):
    plain, comforting = (score_answer(rubric, "Q4", text) for text in (EXPLAINED, f"{EXPLAINED} {comfort}"))
    assert plain.score > 0.6
    assert comforting.score > 0.5, "of 0.96; a sentence like this turns answers round often enough for some doubt"
    assert not comforting.mentioned, "nothing of it is told as taken back"


@pytest.mark.parametrize(
    "denial", ["None of this is true.", "None of that is what I do.", "None of it is on our menu.", "None of it is me."]
)
def test_whoever_denies_all_of_it_still_takes_it_back(rubric, denial):
    assert score_answer(rubric, "Q4", f"{EXPLAINED} {denial}").score < 0.35


def test_what_is_skipped_costs_nothing_to_the_end_of_its_list(rubric):
    left_out = "Yes. I skip the scalp, the feet and the arms and keep all sixty minutes on your low back and hips."
    planned = "Yes. I do the scalp, the feet and the arms and keep what is left for your low back and hips."
    assert points(score_answer(rubric, "Q1", left_out), "q1.other_parts") == 0
    assert points(score_answer(rubric, "Q1", planned), "q1.other_parts") < 0


@pytest.mark.parametrize(
    "true",
    [
        "Psoas, QL and hamstrings attach to the lumbar spine or the pelvis, so the whole hour can stay there.",
        "Gluteals, hip flexors, adductors and hamstrings: all attach to pelvis or lumbar spine.",
        "The psoas and the piriformis attach to the lumbar vertebrae and the femur.",
    ],
)
def test_what_is_said_of_a_list_of_muscles_is_not_said_of_each(rubric, true):
    assert points(score_answer(rubric, "Q1", true), "q1.wrong") == 0


@pytest.mark.parametrize(
    "false",
    [
        "Hamstrings attach to the lumbar spine or the pelvis.",
        "The hamstrings and the adductors attach to the lumbar spine or the sternum.",
        "Psoas, QL and hamstrings attach to the lumbar spine.",
    ],
)
def test_a_list_hides_no_muscle_that_has_none_of_the_places(rubric, false):
    assert points(score_answer(rubric, "Q1", false), "q1.wrong") < 0


@pytest.mark.parametrize(
    "careful",
    [
        "Hip muscles do not cause back pain by themselves, but they can contribute.",
        "Tight hips do not cause back pain on their own, but they can add to it.",
    ],
)
def test_not_by_itself_is_careful_and_no_denial(rubric, careful):
    assert points(score_answer(rubric, "Q4", careful), "q4.denies") == 0
    assert points(score_answer(rubric, "Q4", "Hip muscles do not contribute to back pain."), "q4.denies") < 0


def test_who_blames_the_discs_alone_tells_of_no_attachment(rubric):
    reading = score_answer(rubric, "Q4", "Low back pain comes from the discs. Muscles are just reacting to it.")
    assert points(reading, "q4.attachments") == points(reading, "q4.other_causes") == 0


@pytest.mark.parametrize(
    "false",
    [
        "The iliacus and the psoas, which lie at the back of the hip and straighten it.",
        "It is held up by the gluteus medius, which lifts its side by pulling on the ribs or by holding the leg.",
    ],
)
def test_the_other_names_of_a_muscle_share_nothing_with_it(rubric, false):
    assert points(score_answer(rubric, "Q3", false), "q3.wrong") < 0
