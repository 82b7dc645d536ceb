"""A listing that is taken down is gone from everything public at once, its therapist is told, and it can come back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import publishing
from directory_app.models import AuditEntry, Decision, ListingState, OutgoingMail, PublicListing

from ..factories import make_account, make_listing, make_revision, submit
from ..letters import all_letters
from .asking import answer, appeal
from .test_undo import take_down


@pytest.fixture
def database_app(sqlite_app):
    """What the pages show is the same on both databases; tests/casework asks both what they find."""
    return sqlite_app


@pytest.fixture
def moderator(browser, session):
    browser.account = make_account(session, "moderator")
    browser.sign_in(browser.account)
    return browser


def test_a_listing_taken_down_is_found_nowhere_and_its_therapist_is_told_why(moderator, another_browser, session):
    listing = make_listing(session, "published", name="Sue Spended")
    page = moderator.open(f"/moderation/cases/{listing.approved.id}")
    moderator.follow("Take the listing down")
    assert moderator.press("Take it down").errors == ["Choose a reason from the list."]
    moderator.fill("Reason", "The licence no longer holds")
    moderator.fill("Note to the therapist", "The board says it ended in May.")
    page = moderator.press("See the letter first")
    assert "The letter, not sent yet" in page.text
    assert "The board says it ended in May." in page.soup.select_one(".letter-text").text
    assert session.scalars(select(OutgoingMail)).all() == []
    page = moderator.press("Take it down")
    assert "Sue Spended is taken down. The therapist gets a letter." in page.text
    visitor = another_browser
    assert "Sue Spended" not in visitor.open("/search?place=Portland, OR").text
    for path in ("", "/contact", "/message", "/report", "/call-card", "/claim"):
        assert visitor.open(f"/therapists/{listing.slug}{path}").status == 404, path
    assert listing.slug not in visitor.open("/sitemap.xml").html
    letter = session.scalars(select(OutgoingMail)).one()
    assert "The licence in your listing is no longer current" in letter.text
    assert "/appeal" in letter.text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "suspended")).one()
    assert (entry.before["state"], entry.reason) == ("published", "suspended-licence")


def test_its_therapist_reads_why_and_cannot_show_it_again_alone(moderator, another_browser, session):
    listing = make_listing(session, "published")
    take_down(moderator, listing)
    another_browser.sign_in(listing.account)
    page = another_browser.open("/my-listing")
    assert "Your listing was taken down" in page.text
    assert "unsafe to show your listing" in page.text
    another_browser.post("/my-listing/resume", [])
    assert session.get(PublicListing, listing.id) is None


def test_the_overview_of_a_listing_taken_down_leads_to_the_reason_and_says_of_nothing_that_it_is_public(
    moderators, browser, session
):
    listing = make_listing(session, "published")
    take_down(moderators[0], listing)
    browser.sign_in(listing.account)
    page = browser.open("/my-listing")
    assert "nothing to do" not in page.text
    assert "Read why it was taken down. If you think that is a mistake, appeal." in page.text
    assert page.all(page.link("Read why")), "the link leads to a place on this page"
    assert "stays public" not in page.text
    browser.press("Edit my listing")
    browser.open("/my-listing/about")
    browser.fill("Name", "Ada Other")
    browser.press("Save and continue")
    assert "stays public" not in browser.open("/my-listing/check").text
    page = browser.press("Send")
    assert "visitors see the approved one" not in page.text
    assert "as soon as your listing is public again" in page.text
    assert "in search and everywhere else" not in browser.open("/my-listing").text
    appeal(browser)
    assert "There is nothing to do: a moderator reads your appeal." in browser.open("/my-listing").text
    answer(moderators[1], session, "The decision stands")
    assert "Read why it was taken down. You can go on changing what you wrote." in browser.open("/my-listing").text


def test_an_edit_approved_meanwhile_stays_hidden_until_it_is_brought_back(moderator, another_browser, session):
    listing = make_listing(session, "published", name="Ada", bio="The old text.")
    edit = submit(session, make_revision(session, listing, 2, name="Ada", bio="The new text."))
    take_down(moderator, listing)
    page = moderator.open(f"/moderation/cases/{edit.id}")
    assert "The listing is taken down." in page.text
    moderator.choose("Approve")
    moderator.press("Save the decision")
    assert session.get(PublicListing, listing.id) is None
    assert "stays public" not in all_letters(session)[-1].text
    moderator.open(f"/moderation/listings/{listing.id}")
    moderator.press("Bring it back")
    assert "The new text." in another_browser.open(f"/therapists/{listing.slug}").text
    assert "Everybody can see it again" in all_letters(session)[-1].text


def test_an_upheld_appeal_brings_it_back(moderators, browser, session):
    listing = make_listing(session, "published", name="Ada Ruiz")
    take_down(moderators[0], listing)
    browser.sign_in(listing.account)
    assert "Your appeal is with the moderators" in appeal(browser).text
    # The choice says before it is made that everybody can see the listing again.
    answer(moderators[1], session, "The therapist is right: the listing is public again at once")
    assert listing.state is ListingState.PUBLISHED
    assert session.get(PublicListing, listing.id) is not None
    assert "no longer taken down" in all_letters(session)[-1].text


def test_a_listing_that_was_paused_is_said_to_stay_paused_after_an_appeal(moderators, browser, session):
    listing = make_listing(session, "published", name="Ada Ruiz")
    listing.move(ListingState.PAUSED)
    publishing.withdraw(session, listing)
    session.flush()
    take_down(moderators[0], listing)
    browser.sign_in(listing.account)
    appeal(browser)
    answer(moderators[1], session, "The therapist is right: the listing is no longer taken down and stays paused")
    assert listing.state is ListingState.PAUSED
    assert session.get(PublicListing, listing.id) is None


def test_an_appeal_says_that_a_listing_is_back_already_where_a_colleague_brought_it_back(moderators, browser, session):
    listing = make_listing(session, "published", name="Ada Ruiz")
    take_down(moderators[0], listing)
    browser.sign_in(listing.account)
    appeal(browser)
    moderators[0].open(f"/moderation/listings/{listing.id}")
    moderators[0].press("Bring it back")
    answer(moderators[1], session, "The therapist is right: the listing is not taken down any more")
    assert listing.state is ListingState.PUBLISHED


def test_the_second_of_two_who_take_down_is_told_and_keeps_the_note(moderators, session):
    listing = make_listing(session, "published")
    for one in moderators:
        one.open(f"/moderation/listings/{listing.id}")
        one.fill("Reason", "The licence no longer holds")
        one.fill("Note to the therapist", "A note that took me an hour.")
    moderators[0].press("Take it down")
    page = moderators[1].press("Take it down")
    assert page.status == 409
    assert moderators[0].account.email in page.text
    assert "A note that took me an hour." in page.html
    assert moderators[1].follow("Open it as it stands now").url == f"/moderation/listings/{listing.id}"
    assert len(session.scalars(select(Decision)).all()) == 1


def test_what_was_never_public_cannot_be_taken_down(moderator, session):
    listing = make_listing(session, "submitted")
    assert moderator.open(f"/moderation/listings/{listing.id}").status == 404
    assert moderator.open("/moderation/listings/99999").status == 404
