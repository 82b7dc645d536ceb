"""How an answer was read, as a therapist and a visitor see it."""

from __future__ import annotations

from directory_app.scorekeeping import read_text
from directory_app.scorekeeping.questions import QUESTIONS


def test_a_text_in_which_nothing_was_found_is_told_so_once():
    question = next(one for one in QUESTIONS if one.id == "Q1")
    reading = read_text(question, "We love what we do and you will love it too, come and see.")
    assert reading.held == ("Nothing was found that this question asks about.",)
    assert reading.guards == ("irrelevant",)
