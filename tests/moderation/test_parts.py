"""An edit approved in parts: what holds is public, what does not stays with its therapist, nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app.models import Flag, FlagState, OutgoingMail, PublicListing, Revision, RevisionState

from ..factories import CLINICAL, EUGENE, make_account, make_listing, make_revision, submit

NEW_ANSWERS = {**CLINICAL, "Q5": ("moderate", "A little more oil than before."), "Q1": ("partly", "Half the hour.")}


@pytest.fixture
def database_app(sqlite_app):
    """What the pages show is the same on both databases; tests/casework asks both what they find."""
    return sqlite_app


@pytest.fixture
def moderator(browser, session):
    browser.account = make_account(session, "moderator")
    browser.sign_in(browser.account)
    return browser


@pytest.fixture
def edit(session):
    """An edit that changes the name of the practice, the text, two answers and the place."""
    listing = make_listing(session, "published", name="Ada Near", bio="The old text.", practice="Old Room")
    facts = {"name": "Ada Near", "bio": "The new text.", "practice": "New Room"}
    return submit(session, make_revision(session, listing, 2, answers=NEW_ANSWERS, place=EUGENE, **facts))


def send_back(moderator, revision, *parts, reason="The answers are hard to follow"):
    moderator.open(f"/moderation/cases/{revision.id}")
    moderator.choose("Approve some parts")
    for part in parts:
        moderator.check(part)
    if reason:
        moderator.fill("Reason", reason)
    return moderator.press("Save the decision")


def test_accepted_parts_are_public_and_the_others_stay_as_they_were(moderator, edit, session, another_browser):
    listing = edit.listing
    old_score = listing.approved.score.rank_score
    page = send_back(moderator, edit, "About", "Question 5")
    assert "Ada Near is approved in parts" in page.text
    shown = another_browser.open(f"/therapists/{listing.slug}").text
    for there in ("New Room", "The old text.", "Half the hour", "I work dry", "Eugene"):
        assert there in shown, there
    for absent in ("Old Room", "The new text.", "A little more oil"):
        assert absent not in shown, absent
    public = session.get(PublicListing, listing.id)
    assert public.rank_score == listing.approved.score.rank_score != old_score
    states = {one.number: one.state for one in listing.revisions}
    assert states == {
        1: RevisionState.REPLACED, 2: RevisionState.APPROVED, 3: RevisionState.CHANGES_REQUESTED,
    }  # fmt: skip
    assert (listing.working.id, listing.working.bio) == (edit.id, "The new text.")
    letter = session.scalars(select(OutgoingMail)).one()
    assert "This was not taken over yet: About, Question 5: Oil." in letter.text


def test_the_therapist_sees_what_was_sent_back_and_only_that_differs_the_next_time(
    moderator, edit, session, another_browser
):
    send_back(moderator, edit, "About")
    another_browser.sign_in(edit.listing.account)
    page = another_browser.open("/my-listing")
    assert "Some of your changes are public" in page.text
    assert "Not taken over: About" in page.text
    another_browser.open("/my-listing/about")
    another_browser.fill("About you", "A third text.")
    another_browser.press("Save and continue")
    another_browser.open("/my-listing/check")
    assert another_browser.press("Send it in").h1 == "Sent in"
    page = moderator.open(f"/moderation/cases/{edit.id}")
    assert [row.h3.text for row in page.soup.select("[aria-labelledby=content] .comparison-row")] == ["About"]
    assert "Approve some parts" not in page.text, "one part cannot be told apart"


def test_some_parts_go_back_and_some_do_not_and_a_reason_is_needed(moderator, edit, session):
    assert send_back(moderator, edit, reason="").errors == [
        "Tick the parts that go back.",
        "Choose a reason from the list.",
    ]
    every = ("Practice", "About", "Places", "Question 1", "Question 5")
    page = send_back(moderator, edit, *every)
    assert page.errors == ["Leave one part unticked. To send everything back, ask for changes."]
    assert page.is_chosen("Places")
    assert edit.state is RevisionState.SUBMITTED


def test_a_new_listing_has_no_parts_to_tell_apart(moderator, session):
    revision = make_listing(session, "submitted").revisions[0]
    assert "Approve some parts" not in moderator.open(f"/moderation/cases/{revision.id}").text


def test_flags_of_what_becomes_public_are_reviewed_with_it(moderator, session):
    listing = make_listing(session, "published", name="Ada", bio="The old text.")
    answers = {**CLINICAL, "Q2": ("yes", "My method will stop your back pain for ever.")}
    edit = submit(session, make_revision(session, listing, 2, name="Ada", bio="The new text.", answers=answers))
    send_back(moderator, edit, "About")
    assert {one.state for one in session.scalars(select(Flag))} == {FlagState.UPHELD}
    assert "Nothing waits" in moderator.open("/moderation/?kind=flag").text


def test_parts_of_a_paused_listing_are_approved_and_stay_hidden(moderator, edit, session, another_browser):
    another_browser.sign_in(edit.listing.account)
    another_browser.open("/my-listing/pause")
    another_browser.press("Hide my listing")
    send_back(moderator, edit, "About")
    assert session.get(PublicListing, edit.listing_id) is None
    assert session.get(Revision, edit.id).state is RevisionState.CHANGES_REQUESTED
    another_browser.open("/my-listing/pause")
    another_browser.press("Show my listing again")
    assert session.get(PublicListing, edit.listing_id).practice == "New Room"
