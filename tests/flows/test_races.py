"""Several people at the same instant: one wins, the others are told, nothing is written twice. On committed data."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from directory_app.models import Decision, Listing, OutgoingMail, Revision, RevisionState

from ..browser import Browser
from ..factories import make_account, make_listing
from .instants import at_the_same_instant
from .test_deadlocks import WAITS

AT_ONCE = 5


def letters_to(session, listing):
    """Letters written to the therapist about the listing; those about signing in are another matter."""
    own = OutgoingMail.recipient == listing.account.email
    return session.scalars(select(OutgoingMail).where(own, OutgoingMail.subject.not_like("%signed in%"))).all()


def test_of_several_moderators_at_once_exactly_one_decides(busy_app):
    with busy_app.extensions["sessions"]() as session:
        listing = make_listing(session, "submitted")
        revision_id = listing.revisions[0].id
        moderators = [make_account(session, "moderator") for _ in range(AT_ONCE)]
        session.commit()
        browsers = []
        for account in moderators:
            browser = Browser(busy_app)
            browser.sign_in(account)
            browser.open(f"/moderation/cases/{revision_id}")
            browser.choose("Approve")
            browser.fill("Note to the therapist", "What this moderator had to say about it.")
            browsers.append(browser)
        pages = at_the_same_instant([lambda b=b: b.press("Save the decision") for b in browsers])
        assert sorted(page.status for page in pages) == [200] + [409] * (AT_ONCE - 1)
        for page in pages:
            assert page.status == 200 or "What this moderator had to say about it." in page.html
        session.expire_all()
        assert session.get(Revision, revision_id).state is RevisionState.APPROVED
        assert len(session.scalars(select(Decision).where(Decision.revision_id == revision_id)).all()) == 1
        assert len(letters_to(session, listing)) == 1


def test_namesakes_of_one_town_who_are_approved_at_once_get_an_address_each(busy_app):
    with busy_app.extensions["sessions"]() as session:
        listings = [make_listing(session, "submitted", name="Ilse Namesake") for _ in range(AT_ONCE)]
        moderators = [make_account(session, "moderator") for _ in range(AT_ONCE)]
        session.commit()
        browsers = []
        for account, listing in zip(moderators, listings, strict=True):
            browser = Browser(busy_app)
            browser.sign_in(account)
            browser.open(f"/moderation/cases/{listing.revisions[0].id}")
            browser.choose("Approve")
            browsers.append(browser)
        pages = at_the_same_instant([lambda b=b: b.press("Save the decision") for b in browsers])
        assert [page.status for page in pages] == [200] * AT_ONCE
        session.expire_all()
        first = "ilse-namesake-portland"
        assert sorted(one.slug for one in listings) == [
            first,
            *(f"{first}-{number}" for number in range(2, AT_ONCE + 1)),
        ]
        assert all(Browser(busy_app).open(f"/therapists/{one.slug}").h1 == "Ilse Namesake" for one in listings)


def test_a_listing_sent_in_several_times_at_once_is_sent_once(busy_app):
    with busy_app.extensions["sessions"]() as session:
        listing = make_listing(session)
        session.commit()
        browsers = []
        for _ in range(AT_ONCE):
            browser = Browser(busy_app)
            browser.sign_in(listing.account)
            browser.open("/my-listing/check")
            browsers.append(browser)
        pages = at_the_same_instant([lambda b=b: b.press("Send it in") for b in browsers])
        assert {page.status for page in pages} <= {200, 409}
        assert any(page.h1 == "Sent in" for page in pages)
        session.expire_all()
        assert listing.revisions[0].state is RevisionState.SUBMITTED
        assert len(letters_to(session, listing)) == 1


def test_an_answer_saved_in_several_tabs_at_once_keeps_one_and_tells_the_others(busy_app):
    with busy_app.extensions["sessions"]() as session:
        listing = make_listing(session)
        session.commit()
        browsers = []
        for number in range(AT_ONCE):
            browser = Browser(busy_app)
            browser.sign_in(listing.account)
            browser.open("/my-listing/questions/Q2")
            browser.fill("In your own words", f"The words of tab number {number}.")
            browsers.append(browser)
        pages = at_the_same_instant([lambda b=b: b.press("Save and continue") for b in browsers])
        assert sorted(page.status for page in pages) == [200] + [409] * (AT_ONCE - 1)
        for number, page in enumerate(pages):
            assert page.status == 200 or f"The words of tab number {number}." in page.html
        session.expire_all()
        stored = listing.revisions[0].answer("Q2").text
        winner = next(number for number, page in enumerate(pages) if page.status == 200)
        assert stored == f"The words of tab number {winner}."


def test_a_licence_deleted_while_it_is_looked_up_is_a_conflict_and_no_failure(busy_postgres):
    sessions = busy_postgres.extensions["sessions"]
    with sessions() as session, ThreadPoolExecutor(1) as pool:
        listing = make_listing(session, "published")
        moderator = make_account(session, "moderator")
        session.commit()
        browser = Browser(busy_postgres)
        browser.sign_in(moderator)
        browser.open(f"/moderation/licences/{listing.licences[0].id}")
        browser.choose("Found, and in force")
        browser.fill("Number as found", listing.licences[0].number)
        session.execute(select(Listing.id).where(Listing.id == listing.id).with_for_update()).one()
        listing.licences.clear()
        session.flush()
        pressed = pool.submit(browser.press, "Record it")
        while not session.scalar(WAITS):
            assert not pressed.done(), pressed.result().errors
        session.commit()
        page = pressed.result()
        assert page.status == 409
        assert "deleted in another tab or by somebody else" in page.text
