"""Forms left unfilled: told and held back; forms that were answered are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring import score_answer
from scoring.unfilled import blanks


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("Q1", "Yes, I can keep the whole hour on your [BODY AREA], as the muscles there share the pelvis."),
        ("Q2", "{{first_name}} uses slow myofascial release with little oil, and waits until the fascia gives."),
        ("Q4", "The %MUSCLE_A% can refer pain to the low back; I press it and ask whether the ache is yours."),
        ("Q2", "I have used slow, dry myofascial work since <YEAR>, as fascia can lose its glide."),
        ("Q3", "Tight hip flexors and weak glutes can tip the pelvis, so that the low back tires. Lorem ipsum."),
        ("Q1", "Yes, ____ of the hour can stay on the ____ , then the ____ , which attach to the pelvis."),
        ("Q4", "The [muscle] can send pain to the [place], and the [other muscle] pulls on the lumbar spine."),
        ("Q5", "Tick one: dry, a little oil, plenty. Write here why grip matters to you. No more than 40 words."),
    ],
)
def test_a_form_left_unfilled_is_held_back_and_its_gaps_are_shown(rubric, question_id, text):
    result = score_answer(rubric, question_id, text)
    (guard,) = [guard for guard in result.held if guard.id == "unfilled"]
    assert result.score <= 0.2
    assert all(0 <= start < end <= len(text) for start, end in guard.spans)


@pytest.mark.parametrize(
    "text",
    [
        "[x] Yes, the full hour\n[ ] Part of it\nLow back, glutes, hamstrings and hip flexors, all tied to the pelvis.",
        "How is the time used? ___back and glutes first___ Why? ___they pull on the same pelvis___",
        "The psoas [front of the hip] can pull on the lumbar spine; the glutes [see below] can refer to the sacrum.",
        "From the front of the hip bone [ASIS] to below the knee; I test it first [FABER test], side by side [L/R].",
        "Oil? None............ well, a drop at the end, so my hands can grip.",
        "<b>Slow</b> and dry: the <i>fascia</i> may lose its glide, <br>so I wait until it gives.",
        "It costs $60, and 50% of the time I finish with a drop. TBC.",
    ],
)
def test_a_form_that_was_answered_is_not_called_unfilled(text):
    assert blanks(text) == []


def test_gaps_are_where_the_marks_stand():
    text = "Hi, I am [YOUR NAME] 🙂 and treat the {{area}}."
    assert [text[start:end] for start, end in blanks(text)] == ["[YOUR NAME]", "{{area}}"]


def test_words_to_the_writer_inside_a_gap_are_not_told_beside_it(rubric):
    text = "Yes, I treat hips and low back. [insert your own words here] //TODO say how the muscles refer pain there."
    (guard,) = [guard for guard in score_answer(rubric, "Q4", text).held if guard.id == "unfilled"]
    assert [text[start:end] for start, end in guard.spans] == ["[insert your own words here]", "//TODO"]


def test_a_rubric_without_words_of_forms_looks_for_none(rubric):
    text = "Yes, I can keep the whole hour on your [BODY AREA], as the muscles there share the pelvis."
    assert "unfilled" not in score_answer(replace(rubric, form_words=()), "Q1", text).guards
