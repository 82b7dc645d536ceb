"""Listings that an operator puts in: only with consent, marked plainly, without a score, reachable as far as known."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from directory_app.models import AuditEntry, DecisionKind, OutgoingMail
from directory_app.moderation.deciding import Verdict, decide

from ..factories import make_account, make_unclaimed
from ..letters import letters_to
from ..waiting import a_minute_ago
from .conftest import PUBLISHED

VISITOR = "vera@example.org"
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


def write(browser, listing):
    """Fill in the form of a message, opened a minute ago, but for the tick that shows the address."""
    with a_minute_ago():
        page = browser.open(f"/therapists/{listing.slug}/message")
    browser.fill("Your name", "Vera")
    browser.fill("Your e-mail", VISITOR)
    browser.fill("Your message", "May I come on Monday?")
    browser.check("No emergency sign is true of me")
    return page


def send(browser, listing):
    """Write, show the address, check and send."""
    write(browser, listing)
    browser.check("Show my e-mail address to the therapist")
    browser.press("Check")
    return browser.press("Send")


def test_a_message_goes_to_the_published_address_and_speaks_of_no_inbox(browser, session, unclaimed):
    write(browser, unclaimed)
    assert "can only answer by mail" in browser.press("Check").text
    browser.check("Show my e-mail address to the therapist")
    browser.press("Check")
    browser.press("Send")
    letter = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == PUBLISHED)).one()
    assert "May I come on Monday?" in letter.text
    assert "inbox" not in letter.text


def test_who_writes_to_it_reads_before_typing_that_the_address_has_to_be_shown_and_why(browser, unclaimed):
    page = write(browser, unclaimed)
    told = "the therapist has no inbox here. Your e-mail address has to be shown"
    assert page.text.index(told) < page.text.index("Your name")
    assert "The box has to be ticked here" in page.text
    assert "through this directory" not in page.text
    assert "only if you tick" not in page.text
    page = browser.press("Check")
    assert page.status == 422
    assert [one for one in page.errors if "no inbox here yet" in one]


def test_all_that_is_missing_is_said_at_once(browser, unclaimed):
    browser.open(f"/therapists/{unclaimed.slug}/message")
    errors = " ".join(browser.press("Check").errors)
    assert "Write your name" in errors
    assert "no inbox here yet" in errors


def test_the_visitor_is_told_that_answers_come_from_a_mailbox_alone(browser, session, unclaimed):
    page = send(browser, unclaimed)
    (copy,) = letters_to(session, VISITOR)
    for text in (page.text, copy.text):
        assert "has no inbox here yet" in text
        assert "from a mailbox of their own, straight to you" in text
        assert "through this directory" not in text
        assert "read on" not in text
        assert "Read answers" not in text


def test_the_therapist_is_told_who_sends_the_letter_how_to_answer_and_where_to_report_it(browser, session, unclaimed):
    send(browser, unclaimed)
    (letter,) = letters_to(session, PUBLISHED)
    assert letter.reply_to == VISITOR
    assert "our directory of massage therapists for people with low back pain" in letter.text
    assert f"To answer, press Reply: your letter goes straight to {VISITOR}." in letter.text
    assert "also press Reply" not in letter.text
    assert "Is something wrong with this message?" in letter.text
    assert "nobody has claimed it yet" in letter.text
    lines = letter.text.splitlines()
    for path in ("/contact", f"/therapists/{unclaimed.slug}", f"/therapists/{unclaimed.slug}/claim"):
        (address,) = [one for one in lines if one.startswith("http") and one.endswith(path)]
        assert browser.open(urlsplit(address).path).status == 200, path


def test_what_a_visitor_writes_again_is_answered_by_reply_too(browser, another_browser, session, unclaimed):
    send(browser, unclaimed)
    (copy,) = letters_to(session, VISITOR)
    with a_minute_ago():
        another_browser.open(urlsplit(next(one for one in copy.text.splitlines() if "/conversation/" in one)).path)
    another_browser.fill("Write again", "Or on Tuesday?")
    another_browser.press("Send")
    letter = letters_to(session, PUBLISHED)[-1]
    assert "Or on Tuesday?" in letter.text
    assert "inbox" not in letter.text
    assert f"To answer, press Reply: your letter goes straight to {VISITOR}" in letter.text
    assert letter.reply_to == VISITOR


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


PHONE = "+1 503-555-0123"


@pytest.fixture
def at_work(browser, session):
    """The browser of a moderator."""
    browser.sign_in(make_account(session, "moderator"))
    return browser


@pytest.mark.parametrize(
    ("phone", "said"), [(PHONE, f"Telephone {PHONE}"), ("", "there is no telephone number either")]
)
def test_a_moderator_is_told_when_nobody_can_be_written_to_about_a_decision(at_work, session, phone, said):
    listing = make_unclaimed(session, approved=False, email="", phone=phone)
    page = at_work.open(f"/moderation/cases/{listing.revisions[0].id}")
    assert "and tell the therapist" not in page.text
    at_work.choose("Approve")
    page = at_work.press("See the letter first")
    assert "To :" not in page.text
    assert "not sent yet" not in page.text
    assert "Nobody can be written to" in page.text
    assert said.lower() in page.text.lower()
    page = at_work.press("Save the decision")
    assert "Nora Early is approved and public. Nobody can be written to, so no letter leaves" in page.text
    assert said in page.text
    assert "gets a letter" not in page.text
    assert session.scalars(select(OutgoingMail)).all() == []


def test_a_moderator_is_told_when_nobody_can_be_written_to_about_a_listing_taken_down(at_work, session):
    listing = make_unclaimed(session, email="")
    at_work.open(f"/moderation/listings/{listing.id}")
    at_work.fill("Reason", "The licence no longer holds")
    assert f"Telephone {PHONE}" in at_work.press("See the letter first").text
    page = at_work.press("Take it down")
    assert f"Nora Early is taken down. Nobody can be written to, so no letter leaves. Telephone {PHONE}." in page.text


def test_a_moderator_is_told_when_nobody_can_be_written_to_about_a_part_hidden_or_shown(at_work, session):
    listing = make_unclaimed(session, email="", bio="I work by the river.")
    at_work.open(f"/moderation/listings/{listing.id}/hidden")
    at_work.check("Text about them")
    at_work.fill("Reason", "A private address or personal details")
    assert (
        f"It is hidden. Nobody can be written to, so no letter leaves. Telephone {PHONE}." in at_work.press("Hide").text
    )
    assert (
        f"It is shown again. Nobody can be written to, so no letter leaves. Telephone {PHONE}."
        in at_work.press("Show again").text
    )


def test_a_moderator_is_told_when_nobody_can_be_written_to_about_an_interview(at_work, session):
    listing = make_unclaimed(session, email="")
    at_work.open(f"/moderation/interviews/new/{listing.id}")
    at_work.choose("Telephone")
    at_work.fill("What was said about question 2", "I hold slowly and without oil until the fascia gives way.")
    page = at_work.press("See what it would do")
    assert "gets a letter" not in page.text
    assert f"Telephone {PHONE}." in at_work.press("Save the interview").text
