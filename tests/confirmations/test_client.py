"""What a client meets: a card, five facts, thanks, the way back. Nothing on GET, nothing twice, nothing personal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from directory_app import create_app
from directory_app.models import AuditEntry, Base, Confirmation, ConfirmationState, Jurisdiction, ListingState, now

from ..browser import Browser
from ..conftest import TESTING
from ..factories import make_account, make_listing
from ..waiting import a_minute_ago
from .conftest import make_codes

ANSWERS = ("Yes, most or all of it", "For a part of it", "None, or only at the end")
AGENT = "Mozilla/5.0 (a telephone of somebody)"


@pytest.fixture
def code(session, listing):
    """A code on a card."""
    return make_codes(session, listing)[0]


def fill(browser, code, oil="None, or only at the end"):
    """Open the form and answer everything."""
    with a_minute_ago():
        browser.open(f"/confirm/{code}")
    browser.choose("Yes, most or all of it")
    browser.choose("For a part of it")
    for name in ("q3", "q4"):
        radio = browser.page.soup.find("input", attrs={"name": name, "value": "yes"})
        radio["checked"] = ""
    browser.choose(oil)
    return browser


def kept(session):
    return session.scalars(select(Confirmation)).all()


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


def nothing_open(session, listing, code, why):
    from directory_app.models import ConfirmationSheet

    sheet = session.scalars(select(ConfirmationSheet)).one()
    if why == "closed":
        sheet.closed_on = now().date()
    elif why == "code closed":
        sheet.codes[0].closed = True
    elif why == "run out":
        sheet.expires_on = now().date() - timedelta(days=1)
    elif why == "paused":
        listing.move(ListingState.PAUSED)
    elif why == "forbidden":
        session.get(Jurisdiction, "US-OR").testimonials = "restricted"
    session.flush()


@pytest.mark.parametrize("why", ["closed", "code closed", "run out", "paused", "forbidden"])
def test_every_code_that_opens_nothing_gets_one_and_the_same_page(browser, session, listing, code, why):
    filled = fill(browser, code).page
    nothing_open(session, listing, code, why)
    browser.page = filled
    sent = browser.press("Send my answers")
    opened = browser.open(f"/confirm/{code}")
    wrong = browser.open("/confirm/damaged")
    assert {one.status for one in (sent, opened, wrong)} == {404}
    assert sent.soup.main == opened.soup.main == wrong.soup.main
    assert kept(session) == []


@pytest.mark.parametrize("typed", ["", "K7MP", "0O1I-LU00-SSSS", "<b>", "x" * 4000, "😀"])
def test_what_is_no_code_is_said_and_kept(browser, typed):
    browser.open("/confirm")
    browser.fill("Code on your card", typed)
    page = browser.press("Go on")
    assert page.status == 422
    assert page.errors
    assert page.value("Code on your card") == typed


def test_a_question_left_open_is_named_and_nothing_is_lost(browser, session, code):
    with a_minute_ago():
        browser.open(f"/confirm/{code}")
    browser.choose("Yes, most or all of it")
    page = browser.press("Send my answers")
    assert page.status == 422
    assert [line.partition(":")[0] for line in page.errors] == ["Slow pressure", "Posture", "Hip muscles", "Oil"]
    assert page.is_chosen("Yes, most or all of it")
    assert kept(session) == []


def test_a_report_of_nothing_is_not_taken(browser, session, code):
    with a_minute_ago():
        browser.open(f"/confirm/{code}")
    for radio in browser.page.soup.find_all("input", attrs={"value": "unsure"}):
        radio["checked"] = ""
    assert browser.press("Send my answers").status == 422
    assert kept(session) == []


@pytest.mark.parametrize(("field", "value"), [("month", "1999-01"), ("month", "x"), ("q1", "maybe"), ("q5", "")])
def test_values_that_no_form_offers_are_refused(browser, session, code, field, value):
    fill(browser, code)
    form = browser.page.soup.find("form", class_="confirm-form")
    data = [(name, v) for name, v in browser._data(form) if name != field]
    page = browser._request("POST", f"/confirm/{code}", [*data, (field, value)])
    assert page.status == 422
    assert kept(session) == []


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


@pytest.mark.parametrize("typed", ["", "bodika", "bodika-ruvelo"])
def test_a_word_that_is_no_receipt_takes_nothing_back(browser, session, code, typed):
    fill(browser, code).press("Send my answers")
    browser.open("/confirm/withdraw")
    browser.fill("Your receipt word", typed)
    page = browser.press("Take my answers back")
    assert page.status == 422
    assert kept(session)[0].state is ConfirmationState.WAITING


def test_pages_of_clients_are_kept_by_nobody_and_name_no_code_to_other_sites(browser, code):
    for path in ("/confirm", f"/confirm/{code}", "/confirm/thanks?receipt=bodika-ruvelo", "/confirm/withdraw"):
        headers = browser.open(path).headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex")
        assert headers["Referrer-Policy"] == "no-referrer"


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


def test_ten_wrong_codes_an_hour_and_no_more(sqlite_app, tmp_path):
    overrides = {"RATELIMIT_ENABLED": True, "DATA": str(tmp_path), "DATABASE_URL": sqlite_app.config["DATABASE_URL"]}
    app = create_app({**TESTING, **overrides})
    browser = Browser(app)
    try:
        for _ in range(9):
            assert browser.open("/confirm/K7MP-4XQ2-D9RT").status == 404
        with a_minute_ago():
            browser.open("/confirm/withdraw")
        browser.fill("Your receipt word", "bodika-ruvelo")
        assert browser.press("Take my answers back").status == 422, "the tenth"
        page = browser.open("/confirm/K7MP-4XQ2-D9RT")
        assert page.status == 429
        assert "Wait an hour, then type yours again" in page.text
        assert browser.open("/confirm").status == 200, "typing a code stays possible"
    finally:
        app.extensions["engine"].dispose()
