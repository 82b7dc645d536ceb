"""A visitor reports a listing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from directory_app.models import AuditEntry, OutgoingMail, Report, ReportReason, now

from ..factories import PORTLAND, make_listing
from ..waiting import a_minute_ago


@pytest.fixture
def listing(session):
    return make_listing(session, "published", name="Ada Near")


def begin(browser, listing, reason="Not licensed", note="The number is not in the register.", email=""):
    with a_minute_ago():
        browser.open(f"/therapists/{listing.slug}/report")
    if reason:
        browser.choose(reason)
    browser.fill("What happened?", note)
    browser.fill("Your e-mail, if you want an answer", email)
    return browser


def day_in(days):
    day = now().date() + timedelta(days=days)
    return f"{day.day} {day:%B %Y}"


def test_a_visitor_reports_and_learns_what_happens_by_when(browser, session, listing):
    browser.open(f"/therapists/{listing.slug}")
    assert browser.follow("Report this listing").h1 == "Report the listing of Ada Near"
    page = begin(browser, listing).press("Send the report")
    assert page.h1 == "Thank you for your report"
    assert f"A moderator reads it by {day_in(3)}" in page.text
    assert "You left no address" in page.text
    report = session.scalars(select(Report)).one()
    assert (report.reason_slug, report.note) == ("unlicensed", "The number is not in the register.")
    assert report.listing_id == listing.id
    assert report.closed_at is None


def test_reasons_can_be_told_apart_by_their_names_alone(browser, session, listing):
    page = browser.open(f"/therapists/{listing.slug}/report")
    names = {f"{one.label}." for one in session.scalars(select(ReportReason))}
    labels = page.soup.select(".option-label")
    assert len(labels) >= 7
    for one in labels:
        assert one.strong.text in names
        assert len(one.get_text()) > len(one.strong.text), "and each is explained"


def test_an_urgent_report_is_promised_for_the_next_day(browser, session, listing):
    page = begin(browser, listing, "I felt unsafe or was hurt").press("Send the report")
    assert f"A moderator reads it by {day_in(1)}: reports like yours come first" in page.text
    assert "police" in page.text


def test_the_audit_knows_the_reason_but_neither_words_nor_address(browser, session, listing):
    begin(browser, listing, email="vera@example.org").press("Send the report")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "reported")).one()
    assert (entry.target_kind, entry.target_id, entry.actor_name) == ("listing", listing.id, "a visitor")
    assert entry.after["reason"] == "unlicensed"
    assert "register" not in str(vars(entry))
    assert "vera@example.org" not in str(vars(entry))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason": ""}, "Choose what is wrong."),
        ({"reason": "Something else", "note": ""}, "Write what is wrong."),
        ({"email": "vera"}, "Write an e-mail address such as name@example.org."),
        ({"note": "x" * 2001}, "Shorten this to 2,000 characters."),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept(browser, session, listing, fields, message):
    page = begin(browser, listing, **fields).press("Send the report")
    assert page.status == 422
    assert message in page.errors
    assert page.value("What happened?") == fields.get("note", "The number is not in the register.")
    assert session.scalar(select(func.count()).select_from(Report)) == 0


def test_a_program_reports_nothing_and_a_person_presses_once_more(browser, session, listing):
    begin(browser, listing)
    browser.fill("Leave this empty", "https://example.org")
    page = browser.press("Send the report")
    assert "It has not been sent yet" in page.text
    assert session.scalar(select(func.count()).select_from(Report)) == 0
    assert browser.press("Send the report").h1 == "Thank you for your report"
    assert session.scalars(select(Report)).one().note == "The number is not in the register."


def test_the_same_form_sent_twice_is_one_report(browser, session, listing):
    filled = begin(browser, listing).page
    browser.press("Send the report")
    browser.page = filled
    browser.press("Send the report")
    assert session.scalar(select(func.count()).select_from(Report)) == 1


def test_a_private_street_is_in_no_page_of_a_report_and_nobody_is_written_to(browser, session):
    place = {**PORTLAND, "street": "771 Hidden Lane", "private_lat": 45.51234, "private_lon": -122.67891}
    listing = make_listing(session, "published", place=place)
    pages = [begin(browser, listing, email="vera@example.org").page.html, browser.press("Send the report").html]
    for text in pages:
        assert not any(secret in text for secret in ("Hidden Lane", "45.51234", "122.67891"))
    assert session.scalar(select(func.count()).select_from(OutgoingMail)) == 0, "an unknown address gets no letter"
