"""Reading a half-written answer, and answers held against each other."""

from __future__ import annotations

import pytest

from scoring import Answer, InvalidAnswer
from scoring.agreement import contradictions
from scoring.draft import read_draft


def test_what_is_met_is_told_with_its_words_and_what_is_open_by_its_topic(rubric):
    text = "Psoas attaches to the lumbar vertebrae"
    draft = read_draft(rubric, "Q4", text)
    attachments = next(c for c in draft.met if c.id == "q4.attachments")
    assert "attaches" in [text[start:end].split()[-1] for start, end in attachments.spans]
    assert "Trigger points" in draft.open
    assert "Attachments" not in draft.open


def test_open_topics_never_name_penalties_or_what_stands_beside_the_question(rubric):
    for question in rubric.questions:
        penalties = {c.label for c in question.criteria if c.penalty or c.beside}
        assert not penalties & set(read_draft(rubric, question.id, "").open)


def test_what_costs_is_told_while_it_is_written(rubric):
    draft = read_draft(rubric, "Q5", "Plenty of warm oil from start to finish")
    assert "q5.lots" in [c.id for c in draft.costing]


def test_an_unknown_question_is_named(rubric):
    with pytest.raises(InvalidAnswer, match="Q9"):
        read_draft(rubric, "Q9", "text")


DRY, OILY = "Slow holds, without any oil.", "Plenty of warm oil from start to finish."


def passages(found):
    return {(one.one.question_id, one.other.question_id) for one in found}


def test_dry_work_in_one_answer_and_plenty_of_oil_in_another_contradict_each_other(rubric):
    answers = {"Q2": Answer("yes", DRY), "Q5": Answer(None, OILY)}
    (found,) = contradictions(rubric, answers)
    assert (found.one.question_id, found.other.question_id) == ("Q2", "Q5")
    start, end = found.other.spans[0]
    assert OILY[start:end] == "warm oil"


def test_a_choice_that_its_own_text_denies_is_found(rubric):
    assert passages(contradictions(rubric, {"Q5": Answer("minimal", OILY)})) == {("Q5", "Q5")}
    assert passages(contradictions(rubric, {"Q5": Answer("a_lot", "I use no oil at all.")})) == {("Q5", "Q5")}


@pytest.mark.parametrize(
    "answers",
    [
        {"Q2": Answer("yes", DRY), "Q5": Answer("minimal", "Hardly any oil.")},
        {"Q2": Answer("no", "I use lots of oil and flowing strokes."), "Q5": Answer("a_lot", OILY)},
        {"Q2": Answer("yes", DRY), "Q5": Answer("moderate", "For relaxation massage plenty of oil, else none.")},
        {"Q2": Answer("yes", "Fascia work with lots of oil so that it glides.")},
        {"Q2": Answer("yes", None), "Q5": Answer("a_lot", None)},
        {},
    ],
)
def test_answers_that_agree_or_say_nothing_do_not_contradict(rubric, answers):
    assert contradictions(rubric, answers) == ()
