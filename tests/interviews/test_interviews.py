"""Interviews: the effect is shown before anything counts, and is what happens; they wear off and can be taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from directory_app import scorekeeping
from directory_app.checking.wearing import wear_off
from directory_app.models import AuditEntry, Evidence, Interview, OutgoingMail, PublicListing, now
from directory_app.scorekeeping.interviews import Heard, effect, weigh

from ..factories import CLINICAL, RELAXING, make_account, make_interview, make_listing
from ..letters import letters_to
from ..waiting import days_later

NOTES = CLINICAL["Q2"][1]


@pytest.fixture
def listing(session):
    return make_listing(session, "published", name="Ada Near", answers={**CLINICAL, "Q2": RELAXING["Q2"]})


@pytest.fixture
def moderator(browser, session):
    browser.account = make_account(session, "moderator")
    browser.sign_in(browser.account)
    return browser


def begin(browser, listing):
    browser.open("/moderation/interviews")
    browser.fill("Record an interview with", "ada")
    browser.press("Find")
    browser.follow("Ada Near")
    browser.choose("Telephone")
    browser.fill("What was said about question 2", NOTES)
    return browser


def after_the_arrow(page, heading):
    found = re.search(rf"{heading} (\d+) becomes (\d+)", page.text)
    return int(found[1]), int(found[2])


def test_the_effect_is_shown_before_anything_is_saved_and_is_what_happens(session, listing, moderator, another_browser):
    before = listing.approved.score.estimate
    page = begin(moderator, listing).press("See what it would do")
    old, new = after_the_arrow(page, "Score")
    assert old == round(before)
    assert session.scalars(select(Interview)).all() == []
    page = moderator.press("Save the interview")
    assert "The interview is recorded" in page.text
    session.expire_all()
    assert round(listing.approved.score.estimate) == new > old
    assert session.get(PublicListing, listing.id).estimate == listing.approved.score.estimate
    assert listing.approved.score.question("Q2").level == "L3"
    public = another_browser.open(f"/therapists/{listing.slug}").text
    assert "A moderator asked this therapist 1 of these five questions" in public
    assert NOTES not in public
    letter = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == listing.letters_to)).one()
    assert NOTES in letter.text
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "interview_recorded")).one()


def test_what_was_changed_after_it_was_shown_is_shown_again(session, listing, moderator):
    begin(moderator, listing).press("See what it would do")
    moderator.fill("Value for question 2", "Fully, as a matter of course")
    page = moderator.press("Save the interview")
    assert "Not saved yet" in page.text
    assert "by your choice from the scale" in page.text
    assert session.scalars(select(Interview)).all() == []
    moderator.press("Save the interview")
    assert session.scalars(select(Evidence.value)).one() == 1.0


def test_notes_are_worth_what_the_same_words_are_worth_in_an_answer():
    weighed = weigh(Heard("Q2", CLINICAL["Q2"][1]))
    assert weighed.value == scorekeeping.score_text("Q2", CLINICAL["Q2"][1]).score
    assert weigh(Heard("Q2", CLINICAL["Q2"][1], "partly")).value == 0.5


def test_what_cannot_be_weighed_comes_back_as_it_was_typed(session, listing, moderator):
    begin(moderator, listing)
    moderator.fill("What was said about question 2", "")
    moderator.fill("Value for question 5", "Mostly")
    moderator.fill("Held on", (now() + timedelta(days=3)).date().isoformat())
    page = moderator.press("See what it would do")
    assert page.status == 422
    assert any("still to come" in one for one in page.errors)
    assert any("A step alone is no ground" in one for one in page.errors)
    assert any("at least one question" in one for one in page.errors)
    assert page.value("Value for question 5") == "mostly"


def test_notes_in_a_language_that_is_not_read_need_a_step(session, listing, moderator):
    begin(moderator, listing)
    moderator.fill(
        "What was said about question 2", "Pracuję powoli i długo utrzymuję nacisk bez oleju, aż tkanka zmięknie."
    )
    assert any("a language that is not read" in one for one in moderator.press("See what it would do").errors)
    moderator.fill("Value for question 2", "Mostly")
    assert "What it would do to the score" in moderator.press("See what it would do").text


def test_a_form_sent_twice_counts_once(session, listing, moderator):
    begin(moderator, listing).press("See what it would do")
    shown = moderator.page
    moderator.press("Save the interview")
    moderator.page = shown
    assert moderator.press("Save the interview").status == 409
    assert len(session.scalars(select(Interview)).all()) == 1


def test_an_interview_is_taken_back_and_the_score_is_what_it_was(session, listing, moderator):
    before = listing.approved.score.rank_score
    begin(moderator, listing).press("See what it would do")
    moderator.press("Save the interview")
    session.expire_all()
    assert listing.approved.score.rank_score > before
    assert any("Write why" in one for one in moderator.press("Take it back").errors)
    moderator.fill("Why", "These were the notes of somebody else.")
    assert "counts no more" in moderator.press("Take it back").text
    session.expire_all()
    assert listing.approved.score.rank_score == before
    assert letters_to(session, listing.letters_to)[-1].subject.endswith("was taken back")


def test_after_two_years_it_counts_half_by_itself(session, listing):
    make_interview(session, listing, {"Q2": 1.0})
    scorekeeping.rescore(session, listing.approved)
    full = listing.approved.score.question("Q2")
    with days_later(700):
        assert wear_off(session) == 0
    with days_later(735):
        assert wear_off(session) == 1
        half = listing.approved.score.question("Q2")
        assert full.alpha - half.alpha == pytest.approx(5.0)
        assert half.level != "L3"
        assert session.get(PublicListing, listing.id).estimate == listing.approved.score.estimate
        assert wear_off(session) == 0


def test_flags_that_hold_a_text_back_count_in_the_effect(session):
    listing = make_listing(session, "published", answers={**CLINICAL, "Q2": ("yes", f"{NOTES} I will cure your back.")})
    shown = effect(session, listing.approved, {"Q2": 0.5}, now().date())
    assert shown.before.estimate == pytest.approx(listing.approved.score.estimate)


def test_a_therapist_reads_what_was_written_down(session, listing, browser):
    make_interview(session, listing)
    scorekeeping.rescore(session, listing.approved)
    session.commit()
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/score")
    assert "What was written down in the interview on" in page.text
    assert "Slow, sustained pressure without oil." in page.text
