"""How an answer was read, as a therapist and a visitor see it."""

from __future__ import annotations

import pytest

from directory_app.scorekeeping import read_text
from directory_app.scorekeeping.lines import CriterionRow, as_told
from directory_app.scorekeeping.questions import QUESTIONS


def test_a_text_in_which_nothing_was_found_is_told_so_once():
    question = next(one for one in QUESTIONS if one.id == "Q1")
    reading = read_text(question, "We love what we do and you will love it too, come and see.")
    assert reading.held == ("Nothing was found that this question asks about.",)
    assert reading.guards == ("irrelevant",)


DOUBTED = "I let the fascia soften, and he never would say so."


def doubt(*words):
    """The line of doubt resting on these words of the text, and what is told of it."""
    spans = tuple((DOUBTED.index(one), DOUBTED.index(one) + len(one)) for one in words)
    stored = CriterionRow("q2.doubt", "Words that leave doubt", -1.5, 0.0, "penalty", spans, "Words like these …")
    (told,) = as_told(DOUBTED, [stored], is_short=False)
    assert (told.points, told.label) == (stored.points, stored.label)
    return [DOUBTED[start:end] for start, end in told.spans], told


def test_words_that_only_join_others_are_not_marked_as_leaving_doubt():
    assert doubt("I", "the", "never", "he never", "and", "say so")[0] == ["never", "he never", "say so"]


def test_where_only_joining_words_leave_doubt_none_is_marked_and_the_line_says_why():
    marked, told = doubt("I", "the")
    assert (marked, told.is_marked) == ([], False)
    assert told.meaning.startswith("Small words stand together here")


def test_no_answer_of_the_page_has_a_lone_i_or_the_marked_as_doubt():
    question = next(one for one in QUESTIONS if one.id == "Q2")
    said = "I was told by the school that the fascia matters, and I would say my clients never ask me."
    reading = read_text(question, said)
    (row,) = [one for one in reading.criteria if one.yields]
    assert row.costs
    assert not {"i", "the", "and", "my", "to"} & {said[slice(*span)].casefold() for span in row.spans}


@pytest.mark.parametrize("question_id", ["Q1", "Q2", "Q5"])
def test_what_a_bare_no_brings_is_told_in_words_for_what_it_is(question_id):
    question = next(one for one in QUESTIONS if one.id == question_id)
    (row,) = read_text(question, "No").found
    assert row.earns
    assert row.label == "What so few words bring by themselves"
    assert "held back" in row.meaning


def test_the_wording_of_a_whole_answer_keeps_its_name():
    question = next(one for one in QUESTIONS if one.id == "Q2")
    said = (
        "Yes. I sink slowly into the fascia of the hips and wait, without oil, until it softens, then I check with you "
        "how it feels and go on to the next layer."
    )
    labels = [row.label for row in read_text(question, said).found]
    assert "What so few words bring by themselves" not in labels
    assert "Worded like an explanation of such work" in labels
