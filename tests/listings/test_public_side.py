"""What visitors see of what a therapist saves: at once, after a decision, or never."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import publishing
from directory_app.models import AuditEntry, Licence, PublicLocation, Revision, RevisionState, now

from ..browser import Browser, Page, switch, words
from ..factories import make_account, make_listing

STREET = "44 Hidden Lane"


@pytest.fixture
def therapist(browser: Browser, session) -> Browser:
    """The browser of somebody whose listing is public."""
    browser.listing = make_listing(session, "published", name="Ada Ruiz")
    browser.sign_in(browser.listing.account)
    return browser


@pytest.fixture
def visitor(another_browser: Browser) -> Browser:
    """The browser of somebody who searches."""
    return another_browser


def profile(visitor: Browser, therapist: Browser) -> Page:
    return visitor.open(f"/therapists/{therapist.listing.slug}")


def results(visitor: Browser) -> Page:
    return visitor.open("/search?place=Portland, OR&radius=25")


def approve(session, app, revision: Revision) -> None:
    """Approve as a moderator does."""
    moderator = Browser(app, session)
    moderator.sign_in(make_account(session, "moderator"))
    moderator.open(f"/moderation/cases/{revision.id}")
    moderator.choose("Approve")
    assert moderator.press("Save the decision").url.startswith("/moderation/")


def send_in(therapist: Browser) -> None:
    therapist.open("/my-listing/check")
    assert therapist.press("Send it in").h1 == "Sent in"


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        ("Show the full address", f"{STREET}, Portland, OR 97205"),
        ("Show the neighbourhood", "Portland, OR"),
        ("Show the middle of the postal code", "Portland, OR 97205"),
        ("I travel to clients", "Portland, OR"),
    ],
)
def test_the_street_is_on_public_pages_only_if_that_was_chosen(therapist, visitor, session, app, choice, shown):
    therapist.open("/my-listing")
    therapist.press("Edit my listing")
    therapist.open("/my-listing/place")
    therapist.follow("Change")
    therapist.fill("Street and number", STREET)
    therapist.choose(choice)
    therapist.press("Save and continue")
    therapist.follow("Continue")
    therapist.fill("Price of 60 minutes", "77")
    therapist.press("Save and continue")
    preview = therapist.open("/my-listing/preview")
    send_in(therapist)
    approve(session, app, therapist.listing.working)
    page = profile(visitor, therapist)
    place = words(page.soup.select_one(".profile-place"))
    assert place == words(preview.soup.select_one(".profile-place"))
    assert place.removesuffix("(the address is given when you book)").strip() == shown
    assert "$77" in page.text
    exact = choice == "Show the full address"
    assert (STREET in page.html) == exact
    found = results(visitor)
    assert "Ada Ruiz" in found.text
    assert exact or STREET not in found.html
    stored = session.scalars(select(PublicLocation)).one()
    assert stored.street == (STREET if exact else "")


def test_the_public_point_is_the_same_however_often_the_place_is_saved(therapist, session, app):
    points = set()
    for number in range(3):
        therapist.open("/my-listing")
        therapist.press("Edit my listing")
        therapist.open("/my-listing/place")
        therapist.follow("Change")
        therapist.fill("Street and number", f"{number} New Street")
        therapist.press("Save and continue")
        send_in(therapist)
        approve(session, app, therapist.listing.working)
        points.add(tuple(session.execute(select(PublicLocation.lat, PublicLocation.lon)).one()))
    assert len(points) == 1


def without_actions(profile):
    """A profile without what only a public page has: ways to press, its own address, the days of its approval."""
    public = ("profile-ways", "profile-contact", "profile-share", "print-only", "fact-date", "profile-answered")
    for one in profile.select(", ".join(f".{name}" for name in public)):
        one.decompose()
    return words(profile)


def test_the_preview_is_what_visitors_see_afterwards(therapist, visitor, session, app):
    therapist.open("/my-listing")
    therapist.press("Edit my listing")
    therapist.open("/my-listing/questions/Q2")
    therapist.fill("In your own words", "Slow, sustained pressure on the fascia, dry, never with a lot of oil.")
    therapist.press("Save and continue")
    preview = therapist.open("/my-listing/preview").soup.select_one(".profile")
    before = profile(visitor, therapist).soup.select_one(".profile")
    assert words(preview) != words(before)
    assert therapist.listing.phone in words(preview)
    send_in(therapist)
    approve(session, app, therapist.listing.working)
    after = profile(visitor, therapist).soup.select_one(".profile")
    assert without_actions(preview) == without_actions(after)


def test_contact_and_clients_change_at_once_everywhere_and_are_audited_without_the_number(therapist, visitor, session):
    therapist.open("/my-listing/contact")
    therapist.fill("Phone number", "503 555 0177")
    therapist.fill("Tuesday", "11-19")
    for one in therapist.page.all('input[name="accepting_clients"]'):
        switch(one, "checked", on=one.attributes["value"] == "no")
    assert "Visitors see it from now on" in therapist.press("Save and come back later").text
    page = profile(visitor, therapist)
    assert "+1 503-555-0177" not in page.html
    assert "+1 503-555-0177" in visitor.open(f"/therapists/{therapist.listing.slug}/contact").text
    assert "Tuesday 11:00 am to 7:00 pm" in page.text
    assert "Not accepting new clients" in page.text
    assert "Not accepting new clients" in results(visitor).text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "contact_changed")).one()
    assert entry.actor_id == therapist.listing.account_id
    assert sorted(entry.after["fields"]) == ["accepting_clients", "hours", "phone"]
    assert "0177" not in f"{entry.before} {entry.after}"


def test_contact_of_a_draft_is_saved_without_a_word_about_visitors(browser, session):
    listing = make_listing(session)
    browser.sign_in(listing.account)
    browser.open("/my-listing/contact")
    browser.fill("Phone number", "503 555 0177")
    assert "Visitors see it" not in browser.press("Save and continue").text
    assert listing.phone == "+1 503-555-0177"


def test_a_check_of_a_licence_ends_with_its_number_and_survives_saving_it_unchanged(therapist, visitor, session):
    licence = therapist.listing.licences[0]
    licence.checked_at, licence.looked_up_where = now(), "the public register"
    session.flush()
    publishing.refresh(session, therapist.listing)
    therapist.open("/my-listing/licence")
    therapist.press("Save and continue")
    assert "Checked by a moderator" in profile(visitor, therapist).text
    assert "Licence: Checked by a moderator, until" in results(visitor).text
    therapist.open("/my-listing/licence")
    therapist.fill("Licence or registration number", "OR-NEW")
    therapist.press("Save and continue")
    page = profile(visitor, therapist)
    assert "Number OR-NEW" in page.text
    assert "not checked by us" in page.text
    assert "Licence: Checked by a moderator, until" not in results(visitor).text


def test_changing_one_licence_leaves_the_check_of_another(therapist, visitor, session):
    second = Licence(number="WA-2", board="Another register", region="WA", checked_at=now())
    therapist.listing.licences.append(second)
    session.flush()
    therapist.open("/my-listing/licence")
    therapist.fill("Licence or registration number", "OR-NEW")
    assert therapist.press("Save and continue").status == 200
    assert profile(visitor, therapist).text.count("Checked by a moderator") == 1
    assert {one.number: one.checked_at is not None for one in therapist.listing.licences} == {
        "OR-NEW": False,
        "WA-2": True,
    }


def test_what_is_approved_while_the_listing_is_paused_stays_hidden_until_it_is_resumed(
    therapist, visitor, session, app
):
    therapist.open("/my-listing")
    therapist.press("Edit my listing")
    therapist.open("/my-listing/about")
    therapist.fill("About you", "The new words.")
    therapist.press("Save and continue")
    send_in(therapist)
    therapist.open("/my-listing/pause")
    therapist.press("Hide my listing")
    approve(session, app, therapist.listing.working)
    assert profile(visitor, therapist).status == 404
    assert "Ada Ruiz" not in results(visitor).text
    therapist.open("/my-listing")
    therapist.press("Show my listing again")
    assert "The new words." in profile(visitor, therapist).text


def test_an_edit_that_is_sent_back_leaves_the_public_version_and_can_be_sent_again(therapist, visitor, session, app):
    therapist.open("/my-listing")
    therapist.press("Edit my listing")
    therapist.open("/my-listing/about")
    therapist.fill("About you", "Words to be sent back.")
    therapist.press("Save and continue")
    send_in(therapist)
    moderator = Browser(app, session)
    moderator.sign_in(make_account(session, "moderator"))
    moderator.open(f"/moderation/cases/{therapist.listing.working.id}")
    moderator.choose("Reject")
    moderator.fill("Reason", "Another reason")
    moderator.fill("Note to the therapist", "Please say it plainly.")
    moderator.press("Save the decision")
    assert "sent back" not in profile(visitor, therapist).text
    page = therapist.open("/my-listing")
    assert "Not accepted as it is" in page.text
    assert "Please say it plainly." in page.text
    assert "see it as visitors do" in page.text
    therapist.open("/my-listing/about")
    assert therapist.page.value("About you") == "Words to be sent back."
    therapist.fill("About you", "Plain words.")
    therapist.press("Save and continue")
    send_in(therapist)
    assert "Not accepted" not in therapist.open("/my-listing").text
    approve(session, app, therapist.listing.working)
    assert "Plain words." in profile(visitor, therapist).text


def test_editing_twice_works_on_one_version(therapist, session):
    form = therapist.open("/my-listing")
    therapist.press("Edit my listing")
    therapist.page = form
    therapist.press("Edit my listing")
    states = session.scalars(select(Revision.state).order_by(Revision.number)).all()
    assert states == [RevisionState.APPROVED, RevisionState.DRAFT]


def test_different_steps_in_two_tabs_do_not_disturb_each_other(browser, session, app):
    listing = make_listing(session)
    second = Browser(app, session)
    for tab in (browser, second):
        tab.sign_in(listing.account)
    browser.open("/my-listing/about")
    second.open("/my-listing/questions/Q3")
    third = Browser(app, session)
    third.sign_in(listing.account)
    third.open("/my-listing/place")
    third.follow("Change")
    browser.fill("About you", "From the first tab.")
    second.fill("In your own words", "From the second tab.")
    third.fill("Street and number", "3 Third Street")
    assert browser.press("Save and continue").status == 200
    assert second.press("Save and continue").status == 200
    assert third.press("Save and continue").status == 200
    page = browser.open("/my-listing/check")
    for expected in ("From the first tab.", "From the second tab.", "3 Third Street"):
        assert expected in page.text


def test_a_listing_that_was_taken_down_says_so(browser, session):
    listing = make_listing(session, "published")
    publishing.withdraw(session, listing)
    listing.move(type(listing.state).SUSPENDED)
    session.flush()
    browser.sign_in(listing.account)
    page = browser.open("/my-listing")
    assert "taken down" in page.text
    assert "Show my listing again" not in page.text
    assert browser.post("/my-listing/resume", []).h1 == "My listing"
    assert listing.state == "suspended"


@pytest.mark.parametrize("state", [RevisionState.CHANGES_REQUESTED, RevisionState.REJECTED])
def test_the_preview_of_what_was_sent_back_does_not_say_that_a_moderator_read_it(therapist, visitor, session, state):
    said = "Answered by the therapist and read by a moderator"
    assert said in profile(visitor, therapist).text
    therapist.open("/my-listing")
    therapist.press("Edit my listing")
    edit = therapist.listing.working
    edit.state, edit.decided_at = state, now()
    edit.answer("Q2").text = "Nobody but me has seen these words."
    session.flush()
    page = therapist.open("/my-listing/preview")
    assert "Nobody but me has seen these words." in page.text
    assert said not in page.text
    assert said in profile(visitor, therapist).text
