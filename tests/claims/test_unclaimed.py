"""Listings that an operator puts in: only with consent, marked plainly, without a score, reachable as far as known."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app.models import AuditEntry, DecisionKind, OutgoingMail
from directory_app.moderation.deciding import Verdict, decide

from ..factories import make_account, make_unclaimed
from ..waiting import a_minute_ago
from .conftest import PUBLISHED

MARK = "Not yet claimed ; from the register of the Oregon Guild, with consent of 2 March 2026."


@pytest.fixture
def database_app(sqlite_app):
    """One database: what is refused and shown does not depend on which."""
    return sqlite_app


def test_visitors_read_where_an_unclaimed_listing_comes_from_and_see_no_score(browser, unclaimed):
    page = browser.open(f"/therapists/{unclaimed.slug}")
    assert page.status == 200
    assert MARK in page.text
    assert "Clinical-style score" not in page.text
    assert "Five questions, five answers" not in page.text
    assert page.link("Claim this listing").endswith("/claim")
    found = browser.open("/search?place=Portland, OR")
    row = next(one for one in found.soup.find_all(class_="listing-row") if "Nora Early" in one.get_text())
    assert "Not yet claimed" in row.get_text()
    assert row.find(class_="score") is None
    line = browser.open(f"/shortlist?t={unclaimed.slug}")
    assert "Not yet claimed" in line.text
    assert line.soup.find(class_="score") is None


def test_its_other_public_pages_work_without_an_account_and_without_answers(browser, session, unclaimed):
    paths = (f"/therapists/{unclaimed.slug}", f"/compare?t={unclaimed.slug}&t={unclaimed.slug}", "/sitemap.xml")
    for path in (*paths, *(f"{paths[0]}/{name}" for name in ("contact", "report", "call-card", "message", "claim"))):
        assert browser.open(path).status < 500, path
    assert browser.client.get(f"/therapists/{unclaimed.slug}/picture.png").status_code < 500


def test_a_message_goes_to_the_published_address_and_speaks_of_no_inbox(browser, session, unclaimed):
    with a_minute_ago():
        browser.open(f"/therapists/{unclaimed.slug}/message")
    browser.fill("Your name", "Vera")
    browser.fill("Your e-mail", "vera@example.org")
    browser.fill("Your message", "May I come on Monday?")
    browser.check("No emergency sign is true of me")
    assert "can only answer by mail" in browser.press("Check").text
    browser.check("Show my e-mail address to the therapist")
    browser.press("Check")
    browser.press("Send")
    letter = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == PUBLISHED)).one()
    assert "May I come on Monday?" in letter.text
    assert "inbox" not in letter.text


def test_without_an_address_nobody_can_write(browser, session):
    listing = make_unclaimed(session, email="")
    page = browser.open(f"/therapists/{listing.slug}")
    assert "Write a message" not in page.text
    assert browser.open(f"/therapists/{listing.slug}/message").status == 404


def test_the_audit_keeps_source_and_consent(session, unclaimed):
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "imported")).one()
    assert entry.after == {
        "source": "the register of the Oregon Guild",
        "consent_note": "Agreed by e-mail to be listed with name, town and contact.",
        "consented_on": "2026-03-02",
    }
    assert (entry.target_id, entry.actor_name) == (unclaimed.id, "operator")


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"),
    [
        (DecisionKind.APPROVE, "/claim", "/my-listing"),
        (DecisionKind.ASK_FOR_CHANGES, "answer this letter", "/my-listing"),
        (DecisionKind.REJECT, "answer this letter", "/my-listing"),
    ],
)
def test_letters_about_a_listing_that_nobody_has_claimed_speak_of_claiming_it(session, kind, said, unsaid):
    listing = make_unclaimed(session, approved=False)
    revision, reason = listing.revisions[0], "other" if kind is not DecisionKind.APPROVE else None
    verdict, moderator = Verdict(kind, reason), make_account(session, "moderator")
    decide(session, revision, moderator, verdict, version=revision.version, address="https://x.example")
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == listing.public_email
    assert said in letter.text
    assert unsaid not in letter.text
    if kind is DecisionKind.APPROVE:
        assert f"https://x.example/therapists/{listing.slug}/claim" in letter.text


def test_no_letter_is_written_to_a_listing_without_an_address(session):
    listing = make_unclaimed(session, approved=False, email="")
    revision, moderator = listing.revisions[0], make_account(session, "moderator")
    decide(session, revision, moderator, Verdict(DecisionKind.APPROVE), version=revision.version)
    assert session.scalars(select(OutgoingMail)).all() == []
