"""What a client meets: a card, five facts, thanks, the way back. Nothing on GET, nothing twice, nothing personal."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select, text

from directory_app.models import AuditEntry, Base, ConfirmationState, now

from ..browser import Browser
from ..factories import make_account, make_listing
from ..waiting import a_minute_ago
from .conftest import fill, kept, make_codes

ANSWERS = ("Yes, most or all of it", "For a part of it", "None, or only at the end")
AGENT = "Mozilla/5.0 (a telephone of somebody)"


@pytest.fixture
def code(session, listing):
    """A code on a card."""
    return make_codes(session, listing)[0]


def test_a_client_types_the_code_answers_and_gets_a_receipt(browser, session, listing, code):
    browser.open("/confirm")
    browser.fill("Code on your card", f" {code.lower()} ")
    page = browser.press("Go on")
    assert page.h1 == "What happened in your session with Ada Near?"
    assert page.url == f"/confirm/{code}"
    assert "Nobody learns that it was you" in page.text
    page = fill(browser, code).press("Send my answers")
    assert page.h1 == "Thank you"
    assert page.soup.find(class_="receipt-word")
    made = kept(session)[0]
    assert made.answers == {"Q1": "yes", "Q2": "partly", "Q3": "yes", "Q4": "yes", "Q5": "none"}
    assert (made.listing_id, made.month) == (listing.id, now().date().replace(day=1))


def test_opening_the_link_uses_nothing_up(browser, another_browser, session, code):
    for _ in range(3):
        assert another_browser.open(f"/confirm/{code}").status == 200
        another_browser.client.head(f"/confirm/{code}")
    assert kept(session) == []
    assert fill(browser, code).press("Send my answers").h1 == "Thank you"


def test_a_code_works_once_and_a_used_one_is_refused_like_a_wrong_one(browser, another_browser, session, code):
    fill(browser, code).press("Send my answers")
    again = fill(another_browser, code).press("Send my answers")
    wrong = Browser(browser.client.application, session).open("/confirm/K7MP-4XQ2-D9RT")
    assert (again.status, again.h1) == (wrong.status, wrong.h1) == (404, "This code opens nothing")
    assert again.soup.main == wrong.soup.main
    assert len(kept(session)) == 1


def test_the_same_form_sent_twice_is_one_report_with_one_receipt(browser, session, code):
    filled = fill(browser, code).page
    first = browser.press("Send my answers")
    browser.page = filled
    second = browser.press("Send my answers")
    assert first.url == second.url
    assert len(kept(session)) == 1


def test_a_program_sends_nothing_and_a_person_presses_once_more(browser, session, code):
    fill(browser, code).fill("Leave this empty", "https://example.org")
    page = browser.press("Send my answers")
    assert "They have not been sent yet" in page.text
    assert kept(session) == []
    assert browser.press("Send my answers").h1 == "Thank you"


def test_therapists_cannot_fill_in_their_own_code_and_moderators_learn_of_it(
    browser, another_browser, session, listing, code
):
    browser.sign_in(listing.account)
    assert browser.open(f"/confirm/{code}").h1 == "This code is for your clients"
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "own_code_tried")).all() == []
    page = browser.post(f"/confirm/{code}", [])
    assert (page.status, page.h1) == (403, "This code is for your clients")
    assert kept(session) == []
    another_browser.sign_in(make_account(session, "moderator"))
    page = another_browser.open("/moderation/confirmations")
    assert "Ada Near" in page.text
    assert "Sent in with an own code while signed in: 1" in page.text


def test_another_therapist_is_a_client_like_any_other(browser, session, code):
    browser.sign_in(make_listing(session, "published").account)
    assert fill(browser, code).press("Send my answers").h1 == "Thank you"


def test_what_was_sent_can_be_taken_back_with_the_receipt(browser, session, code):
    page = fill(browser, code).press("Send my answers")
    word = page.soup.find(class_="receipt-word").get_text()
    with a_minute_ago():
        browser.open("/confirm/withdraw")
    browser.fill("Your receipt word", word.upper().replace("-", " "))
    assert browser.press("Take my answers back").h1 == "Your answers are taken back"
    made = kept(session)[0]
    assert (made.state, made.answers) == (ConfirmationState.WITHDRAWN, {})


def everything_stored(session):
    """All cells of all tables as one text."""
    session.flush()
    tables = [
        one
        for one in inspect(session.connection()).get_table_names()
        if one not in {"place", "place_name", "postal_code"}
    ]
    return "\n".join(str(row) for name in tables for row in session.execute(text(f'SELECT * FROM "{name}"')))


def test_the_database_knows_neither_network_nor_browser_nor_which_code_was_used(app, session, listing):
    codes = make_codes(session, listing, 3)
    client = Browser(app, session)
    client.client.environ_base.update(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=AGENT, HTTP_ACCEPT_LANGUAGE="xx-QQ")
    fill(client, codes[1]).press("Send my answers")
    stored = everything_stored(session)
    for secret in ("203.0.113.77", AGENT, "xx-QQ", codes[1], codes[1].replace("-", "")):
        assert secret not in stored
    columns = {column.name for column in Base.metadata.tables["confirmation"].columns}
    of_the_form = {"key", "receipt_hash", "network", "received_at"}
    assert columns - of_the_form == {"id", "listing_id", "month", "answers", "state", "ready_on", "tripped"}
    made = kept(session)[0]
    assert (made.received_at.minute, made.received_at.second) == (0, 0)
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.target_id == listing.id)).all() == ["codes_made"]
