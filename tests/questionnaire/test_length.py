"""How the length of an answer is counted: as people see it, whatever a browser sends."""

from __future__ import annotations

import pytest

from ..factories import make_listing

LINES = [*["x" * 59] * 9, "x" * 60]


@pytest.fixture
def therapist(browser, session):
    """The browser of somebody with a draft."""
    browser.listing = make_listing(session)
    browser.sign_in(browser.listing.account)
    return browser


def send(browser, text: str):
    """Send the text byte for byte, as browsers do: with two characters for the end of a line."""
    return browser.post("/my-listing/questions/Q1", [("text", text), ("choice", "partly")])


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_the_end_of_a_line_counts_as_one_character(therapist, end):
    assert len("\n".join(LINES)) == 600
    assert send(therapist, end.join(LINES)).h1 == "Do you use myofascial techniques?"
    assert therapist.listing.revisions[0].answer("Q1").text == "\n".join(LINES)


def test_one_character_more_is_refused_and_every_line_kept(therapist):
    page = send(therapist, "\r\n".join(LINES) + "y")
    assert page.status == 422
    assert page.errors == ["Shorten your answer to 600 characters; it has 601."]
    assert page.value("In your own words") == "\n".join(LINES) + "y"


@pytest.mark.parametrize(("typed", "seen"), [("e\u0301", "é"), ("\u1112\u1161\u11ab", "한")])
def test_a_letter_sent_in_pieces_counts_as_one(therapist, typed, seen):
    assert send(therapist, typed * 600).status == 200
    assert therapist.listing.revisions[0].answer("Q1").text == seen * 600


def test_spaces_and_lines_around_the_words_do_not_count(therapist):
    assert send(therapist, "\r\n\r\n  " + "x" * 600 + "  \r\n").status == 200
    assert therapist.listing.revisions[0].answer("Q1").text == "x" * 600
