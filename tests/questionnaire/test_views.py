"""The question pages in a browser: back and forth without loss, two tabs, and text of every kind."""

from __future__ import annotations

import pytest

from directory_app.models import RevisionState

from ..browser import Browser
from ..factories import make_account, make_listing

WORDS = "In your own words"


@pytest.fixture
def therapist(browser, session):
    """A browser of somebody whose questionnaire is empty."""
    browser.listing = make_listing(session)
    browser.listing.revisions[0].answers.clear()
    session.flush()
    browser.sign_in(browser.listing.account)
    return browser


def test_a_question_is_asked_as_a_visitor_asks_it(therapist):
    page = therapist.open("/my-listing/questions/Q5")
    assert page.h1 == "Do you use a lot of oil?"
    assert "Question 5 of 5" in page.text
    assert page.is_chosen("I leave this open")
    assert "600 characters at most" in page.text


def test_five_questions_lead_to_the_check_page_and_back_without_loss(therapist):
    therapist.open("/my-listing/questions/Q1")
    for number in range(1, 6):
        therapist.fill(WORDS, f"Words for question {number}.\n\nA second paragraph.")
        page = therapist.press("Save and continue")
    assert page.url == "/my-listing/check"
    therapist.open("/my-listing/questions/Q5")
    for number in range(5, 1, -1):
        assert therapist.page.value(WORDS) == f"Words for question {number}.\n\nA second paragraph."
        therapist.press("Save and go back")
    assert therapist.page.h1.startswith("Can we spend the whole hour")
    assert therapist.press("Save and go back").h1 == "Licences"


def test_the_choice_is_shown_again_and_can_be_left_open(therapist):
    therapist.open("/my-listing/questions/Q2")
    label = therapist.page.soup.select("input[name=choice]")[1]
    therapist.choose(therapist.page.soup.find("label", attrs={"for": label["id"]}).text.strip())
    therapist.press("Save and come back later")
    assert therapist.page.url == "/my-listing"
    page = therapist.open("/my-listing/questions/Q2")
    assert page.one("input[name=choice][checked]").attrs["value"] == "sometimes"
    therapist.choose("I leave this open")
    therapist.press("Save and continue")
    assert therapist.open("/my-listing/questions/Q2").is_chosen("I leave this open")


@pytest.mark.every_database
@pytest.mark.parametrize(
    "text",
    [
        "مرحبا – שלום, right to left",
        "🙂👩‍👩‍👧 emoji",
        "<script>alert(1)</script> & <b>bold</b>",
        "'; DROP TABLE answer; --",
        "{{ 7 * 7 }} ${7}",
        "\n\nFirst line after empty ones",
    ],
)
def test_text_of_every_kind_comes_back_as_it_was(therapist, text):
    therapist.open("/my-listing/questions/Q3")
    therapist.fill(WORDS, text)
    therapist.press("Save and continue")
    assert therapist.open("/my-listing/questions/Q3").value(WORDS) == text.strip()
    assert "<script>alert" not in therapist.open("/my-listing/check").html


def test_what_no_database_can_hold_is_taken_out(therapist):
    therapist.open("/my-listing/questions/Q3")
    therapist.fill(WORDS, "slow\x00 and\x08 sustained")
    therapist.press("Save and continue")
    assert therapist.open("/my-listing/questions/Q3").value(WORDS) == "slow and sustained"


def test_six_hundred_characters_fit(therapist):
    therapist.open("/my-listing/questions/Q1")
    text = ("é" * 298 + "\n") * 2 + "🙂🙂"
    therapist.fill(WORDS, text)
    assert therapist.press("Save and continue").status == 200
    stored = therapist.open("/my-listing/questions/Q1").value(WORDS)
    assert len(stored) == 600


@pytest.mark.parametrize("length", [601, 100_000])
def test_an_overlong_text_is_refused_and_kept(therapist, length):
    therapist.open("/my-listing/questions/Q1")
    therapist.fill(WORDS, "x" * length)
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert page.errors == [f"Shorten your answer to 600 characters; it has {length}."]
    assert page.value(WORDS) == "x" * length


def test_an_unknown_choice_is_refused(therapist):
    page = therapist.open("/my-listing/questions/Q1")
    page.one("input[name=choice][checked]").attrs["value"] = "always"
    therapist.fill(WORDS, "Words that stay.")
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert page.value(WORDS) == "Words that stay."


def test_two_tabs_show_both_texts_and_the_therapist_chooses(therapist, app, session):
    second = Browser(app, session)
    second.sign_in(therapist.listing.account)
    for tab in (therapist, second):
        tab.open("/my-listing/questions/Q4")
    therapist.fill(WORDS, "Words of the first tab.")
    therapist.press("Save and continue")
    second.fill(WORDS, "Words of the second tab.")
    page = second.press("Save and continue")
    assert page.status == 409
    assert "Words of the first tab." in page.text
    assert page.value(WORDS) == "Words of the second tab."
    assert therapist.open("/my-listing/questions/Q4").value(WORDS) == "Words of the first tab."
    assert second.press("Save and continue").status == 200
    assert second.open("/my-listing/questions/Q4").value(WORDS) == "Words of the second tab."


def test_what_the_other_tab_saved_can_be_kept_instead(therapist, app, session):
    second = Browser(app, session)
    second.sign_in(therapist.listing.account)
    for tab in (therapist, second):
        tab.open("/my-listing/questions/Q4")
    therapist.fill(WORDS, "Words of the first tab.")
    therapist.press("Save and continue")
    second.fill(WORDS, "Words of the second tab.")
    second.press("Save and continue")
    assert second.follow("keep what the other tab saved").value(WORDS) == "Words of the first tab."


def test_a_double_click_is_no_conflict(therapist):
    form = therapist.open("/my-listing/questions/Q1")
    therapist.fill(WORDS, "Sent twice.")
    therapist.press("Save and continue")
    therapist.page = form
    assert therapist.press("Save and continue").status == 200


def test_a_change_from_the_check_page_leads_back_there(therapist):
    therapist.open("/my-listing/questions/Q2?from=check")
    therapist.fill(WORDS, "Changed from the check page.")
    page = therapist.press("Save and continue")
    assert page.url == "/my-listing/check"
    assert "Changed from the check page." in page.text


def test_what_waits_cannot_be_answered_and_what_was_typed_is_shown(therapist, session):
    therapist.open("/my-listing/questions/Q1")
    therapist.fill(WORDS, "A long thought that took me an hour to write.")
    therapist.listing.revisions[0].move(RevisionState.SUBMITTED)
    session.flush()
    page = therapist.press("Save and continue")
    assert page.status == 409
    assert "take it back first" in page.text
    assert "A long thought that took me an hour to write." in page.html


def test_an_unknown_question_is_not_found(therapist):
    assert therapist.open("/my-listing/questions/Q6").status == 404


def test_without_a_listing_there_is_nothing_to_answer(browser, session):
    browser.sign_in(make_account(session))
    assert browser.open("/my-listing/questions/Q1").url == "/my-listing"


def test_words_that_were_not_saved_are_not_called_saved(therapist, app, session):
    second = Browser(app, session)
    second.sign_in(therapist.listing.account)
    for tab in (therapist, second):
        tab.open("/my-listing/questions/Q2")
    therapist.fill(WORDS, "x" * 601)
    page = therapist.press("Save and continue")
    assert page.status == 422
    assert "As it is saved." not in page.text
    therapist.fill(WORDS, "Slow and sustained.")
    therapist.press("Save and continue")
    second.fill(WORDS, "Quick and light.")
    page = second.press("Save and continue")
    assert page.status == 409
    assert "As it is saved." not in page.text
    assert "As it is saved." in therapist.open("/my-listing/questions/Q2").text
