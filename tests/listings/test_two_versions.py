"""Two versions side by side: what is approved stays public everywhere until a decision, and an edit can be given up."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from directory_app.listings.actions import begin_edit
from directory_app.models import (
    Appeal,
    AppealKind,
    AppealOutcome,
    AuditEntry,
    Decision,
    DecisionKind,
    OutgoingMail,
    Revision,
    RevisionState,
    now,
)

from ..browser import words
from ..factories import SALEM, make_listing, make_location, submit
from ..site.public_routes import SEARCHES, public_paths

# Each stands in one field of the edit and nowhere else.
NEW = ("Xanthippe Quibble", "Zephyr Rooms", "zebra-striped", "Qualified Sorceress", "unpublished.example.com",
       "umbrella-shaped", "Klingon", "Salem", "$777")  # fmt: skip
RANDOM = re.compile(rb'(name="(?:csrf_token|opened_token)"[^>]*|value="[^"]{60,}"|this number: <span>[0-9a-f]{24}<)')
# Figures for machines count what is asked for, this test among it.
COUNTS = {"/metrics", "/ready"}


@pytest.fixture
def edited(session):
    """A public listing whose therapist has sent in an edit of every reviewed field."""
    listing = make_listing(session, "published", name="Ada Ruiz", bio="The approved words.")
    edit = begin_edit(session, listing, listing.account)
    edit.name, edit.practice, edit.bio, edit.credentials, edit.website = (
        NEW[0], NEW[1], f"I am {NEW[2]}.", NEW[3], f"https://{NEW[4]}",
    )  # fmt: skip
    edit.techniques, edit.languages = ["swedish"], [NEW[6]]
    edit.answer("Q2").text = f"Slow, {NEW[5]} pressure without oil until the fascia softens."
    edit.locations[:] = [make_location(**SALEM)]
    edit.prices[0].amount = Decimal(777)
    session.flush()
    return listing


def everything_public(app, browser, session, listing):
    """Every public address with what it sends, without tokens that are new each time."""
    session.commit()
    found = {}
    paths = set(public_paths(app, listing)) - COUNTS
    for path in [*sorted(paths), *SEARCHES, "/search?place=Salem, OR&radius=5"]:
        answer = browser.client.get(path)
        session.expire_all()
        if answer.mimetype != "application/pdf":
            found[path] = RANDOM.sub(b"", answer.get_data())
    return found


def test_an_edit_that_waits_changes_not_one_byte_of_what_is_public(app, session, another_browser, edited):
    before = everything_public(app, another_browser, session, edited)
    assert b"The approved words." in before[f"/therapists/{edited.slug}"]
    submit(session, edited.working)
    after = everything_public(app, another_browser, session, edited)
    assert {path for path in after if after[path] != before[path]} == set()
    assert [word for word in NEW[:7] for body in after.values() if word.encode() in body] == []


def test_a_preview_is_the_page_that_visitors_get(browser, another_browser, session, app):
    from ..factories import make_account
    from .test_public_side import approve

    listing = make_listing(session, "submitted", name="Ada Ruiz")
    browser.sign_in(listing.account)
    preview = browser.open("/my-listing/preview")
    assert make_account(session, "moderator")
    approve(session, app, listing.working)
    public = another_browser.open(f"/therapists/{listing.slug}")

    def shown(page, part):
        return [str(one) for one in page.soup.select(part)]

    for part in (".profile h1", ".profile .score", ".answer", ".profile-bio", ".profile-line", ".profile-place"):
        assert shown(preview, part) == shown(public, part) != []
    headings = [[words(one) for one in page.soup.select(".profile h2")] for page in (preview, public)]
    assert headings[0] == [one for one in headings[1] if one != "Pass it on"]


def test_an_edit_nobody_saw_is_deleted_when_it_is_given_up(browser, session, edited):
    browser.sign_in(edited.account)
    page = browser.open("/my-listing")
    assert "Begun today, last changed today" in page.text
    page = browser.follow("Give up my changes")
    assert "Nobody has seen them; they are deleted." in page.text
    assert "zebra-striped" in page.text
    page = browser.press("Give up my changes")
    assert "The approved version is as it was." in page.text
    assert [r.state for r in session.scalars(select(Revision))] == [RevisionState.APPROVED]
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "discarded")).all() == ["discarded"]
    assert browser.press("Edit my listing").status == 200
    assert "zebra-striped" not in browser.open("/my-listing/check").text


def test_an_edit_that_was_decided_about_stays_for_moderators_and_its_appeal_is_moot(browser, session, edited):
    edit = submit(session, edited.working)
    edit.move(RevisionState.REJECTED)
    decision = Decision(revision=edit, kind=DecisionKind.REJECT, reason_slug="other")
    appeal = Appeal(
        kind=AppealKind.DECISION,
        listing_id=edited.id,
        revision=edit,
        revision_version=1,
        decision=decision,
        text="Look again.",
        due_on=now().date(),
    )
    session.add(appeal)
    session.flush()
    browser.sign_in(edited.account)
    browser.open("/my-listing/discard")
    browser.press("Give up my changes")
    assert session.get(Revision, edit.id).state is RevisionState.DISCARDED
    assert session.get(Appeal, appeal.id).outcome is AppealOutcome.MOOT
    assert edited.working is None
    assert browser.press("Edit my listing").status == 200
    assert [r.number for r in edited.revisions] == [1, 2, 3]


def test_a_waiting_edit_can_be_given_up_and_a_second_press_does_nothing(browser, session, edited):
    submit(session, edited.working)
    browser.sign_in(edited.account)
    form = browser.open("/my-listing/discard")
    assert "They wait for a moderator now." in form.text
    browser.press("Give up my changes")
    browser.page = form
    assert browser.press("Give up my changes").url == "/my-listing"
    assert edited.approved is not None
    assert edited.working is None


def test_a_new_listing_has_nothing_to_go_back_to(browser, session):
    listing = make_listing(session)
    browser.sign_in(listing.account)
    assert browser.open("/my-listing/discard").url == "/my-listing"
    assert browser.post("/my-listing/discard", []).status == 409
    assert listing.working is not None


def test_a_missed_promise_is_owned_up_to(browser, session):
    listing = make_listing(session, "submitted")
    listing.working.submitted_at = now() - timedelta(days=5)
    listing.working.due_on = (now() - timedelta(days=2)).date()
    session.flush()
    browser.sign_in(listing.account)
    page = browser.open("/my-listing")
    assert "Sent in 5 days ago" in page.text
    assert "and are late" in page.text


def test_the_check_page_of_an_edit_shows_what_differs(browser, session, edited):
    browser.sign_in(edited.account)
    page = browser.open("/my-listing/check")
    assert "What you change" in page.text
    rows = [words(one) for one in page.soup.select(".comparison-row")]
    assert any("The approved words." in row and "zebra-striped" in row for row in rows)


def test_the_letter_holds_a_copy_of_what_was_sent_in_and_no_street(browser, session):
    listing = make_listing(session, bio="Nine years of backs.")
    browser.sign_in(listing.account)
    browser.open("/my-listing/check")
    browser.press("Send it in")
    letter = session.scalars(select(OutgoingMail)).one().text
    assert "Nine years of backs." in letter
    assert listing.revisions[0].answer("Q3").text in letter
    assert "12 Example Street" not in letter
