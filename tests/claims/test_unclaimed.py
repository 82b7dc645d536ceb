"""Listings that an operator puts in: only with consent, marked plainly, without a score, reachable as far as known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from directory_app.listings.facts import PlaceOfWork
from directory_app.listings.unclaimed import add_unclaimed
from directory_app.models import AuditEntry, Listing, OutgoingMail, now
from directory_app.places import UnknownPlace

from ..waiting import a_minute_ago
from .conftest import PUBLISHED, facts

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
    assert "can only answer by mail" in browser.press("Check").text
    browser.check("Show my e-mail address to the therapist")
    browser.press("Check")
    browser.press("Send")
    letter = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == PUBLISHED)).one()
    assert "May I come on Monday?" in letter.text
    assert "inbox" not in letter.text


def test_without_an_address_nobody_can_write(browser, session):
    listing = add_unclaimed(session, facts(email=""))
    page = browser.open(f"/therapists/{listing.slug}")
    assert "Write a message" not in page.text
    assert browser.open(f"/therapists/{listing.slug}/message").status == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"consent_note": " "}, "Without consent nobody is listed"),
        ({"consented_on": None}, "The day of the consent is missing"),
        ({"consented_on": date(2999, 1, 1)}, "lies in the future"),
        ({"name": ""}, "A name is missing"),
        ({"source": ""}, "Say where the facts come from"),
        ({"email": "", "phone": ""}, "nobody could claim"),
        ({"email": "nora"}, "does not look like an e-mail address"),
        ({"phone": "12"}, "too few or too many digits"),
        ({"place": PlaceOfWork()}, "A town or a postal code is missing"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(session, changes, words):
    with pytest.raises(ValueError, match=words):
        add_unclaimed(session, facts(**changes))
    assert session.scalar(select(func.count()).select_from(Listing)) == 0


def test_an_unknown_town_is_refused(session):
    with pytest.raises(UnknownPlace):
        add_unclaimed(session, facts(place=PlaceOfWork(city="Prtlnd", region="OR")))


@pytest.mark.parametrize("same", [{"phone": ""}, {"email": "other@example.org"}])
def test_who_is_listed_already_is_not_listed_twice(session, unclaimed, same):
    with pytest.raises(ValueError, match=f"Listing {unclaimed.id} has the same"):
        add_unclaimed(session, facts(name="Nora E.", **same))


def test_the_audit_keeps_source_and_consent(session, unclaimed):
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "imported")).one()
    assert entry.after == {
        "source": "the register of the Oregon Guild",
        "consent_note": "Agreed by e-mail to be listed with name, town and contact.",
        "consented_on": "2026-03-02",
    }
    assert (entry.target_id, entry.actor_name) == (unclaimed.id, "operator")


HEADER = "name,practice,city,region,postal_code,country,email,phone,source,consent_note,consented_on\n"
GOOD = "Nora Early,Early Bodywork,Portland,OR,97205,US,nora@example.org,,the Guild,Agreed by letter.,2026-03-02\n"
BAD = "No Consent,,Salem,OR,97301,US,no@example.org,,the Guild,,\n"


def test_a_file_is_read_row_by_row_and_twice_without_harm(app, session, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("\ufeff" + HEADER + GOOD + BAD, encoding="utf-8")
    session.commit()
    run = app.test_cli_runner().invoke
    tried = run(args=["directory", "import-unclaimed", str(file), "--dry-run"])
    assert "line 2: would be /therapists/nora-early-portland" in tried.output
    assert session.scalar(select(func.count()).select_from(Listing)) == 0
    first = run(args=["directory", "import-unclaimed", str(file)])
    assert "line 2: /therapists/nora-early-portland" in first.output
    assert "line 3: Say how this person agreed to be listed" in first.output
    assert "1 of 2 rows made." in first.output
    assert first.exit_code == 1
    again = run(args=["directory", "import-unclaimed", str(file)])
    assert "has the same e-mail address" in again.output
    session.expire_all()
    listing = session.scalars(select(Listing)).one()
    assert (listing.account_id, listing.consented_on) == (None, date(2026, 3, 2))
    assert now() - listing.created_at < timedelta(minutes=5)


@pytest.mark.parametrize("content", [b"name,practice\nA,B\n", b"\xff\xfe\x00", HEADER.encode() + b'"open,\n'])
def test_a_file_of_another_kind_is_refused_with_a_sentence(app, session, tmp_path, content):
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    result = app.test_cli_runner().invoke(args=["directory", "import-unclaimed", str(file)])
    assert result.exit_code == 1
    assert "Error: " in result.output
    assert "Traceback" not in result.output
