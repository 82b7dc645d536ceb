"""Saving answers, on both databases."""

from __future__ import annotations

import pytest

from directory_app.errors import IllegalMove, InvalidAnswers, NotFound, StaleVersion
from directory_app.questionnaire.actions import save_answer

from ..factories import make_listing


@pytest.fixture
def revision(session):
    made = make_listing(session).revisions[0]
    made.answers.clear()
    session.flush()
    return made


def save(session, revision, choice, text, version=None, question_id="Q1"):
    return save_answer(session, revision, revision.listing.account, question_id, choice, text, version)


@pytest.mark.parametrize(
    ("choice", "text"), [("partly", "Words."), ("partly", None), (None, "שלום 🙂\n<b>"), (None, "x" * 600)]
)
def test_choice_words_or_both_are_kept(session, revision, choice, text):
    save(session, revision, choice, text)
    session.expire_all()
    stored = revision.answer("Q1")
    assert (stored.choice, stored.text) == (choice, text)


def test_nothing_said_makes_no_answer(session, revision):
    assert save(session, revision, None, "  ") is None
    assert revision.answers == []


def test_the_second_tab_is_told_and_the_first_answer_stays(session, revision):
    save(session, revision, None, "First tab.", 0)
    with pytest.raises(StaleVersion) as stale:
        save(session, revision, None, "Second tab.", 0)
    assert (stale.value.opened, stale.value.stored) == (0, 1)
    assert revision.answer("Q1").text == "First tab."


def test_the_same_words_twice_are_no_conflict(session, revision):
    for _ in range(2):
        save(session, revision, "partly", "Words.", 0)
    assert revision.answer("Q1").version == 1


def test_an_answer_emptied_and_written_again_elsewhere_is_noticed(session, revision):
    opened = save(session, revision, None, "First.").version
    save(session, revision, None, None)
    save(session, revision, None, "Written anew.")
    with pytest.raises(StaleVersion):
        save(session, revision, None, "From the old tab.", opened)
    assert revision.answer("Q1").text == "Written anew."


def test_answers_to_different_questions_do_not_disturb_each_other(session, revision):
    save(session, revision, None, "One.", 0, "Q1")
    save(session, revision, None, "Two.", 0, "Q2")
    assert {a.question_id: a.text for a in revision.answers} == {"Q1": "One.", "Q2": "Two."}


@pytest.mark.parametrize(("choice", "text"), [("always", None), (None, "x" * 601)])
def test_an_unknown_choice_and_an_overlong_text_are_refused(session, revision, choice, text):
    with pytest.raises(InvalidAnswers):
        save(session, revision, choice, text)
    assert revision.answers == []


def test_an_unknown_question_is_not_found(session, revision):
    with pytest.raises(NotFound):
        save(session, revision, None, "Words.", question_id="Q6")


def test_a_version_that_waits_cannot_be_answered(session):
    waiting = make_listing(session, "submitted").revisions[0]
    with pytest.raises(IllegalMove):
        save(session, waiting, None, "Other words.")
