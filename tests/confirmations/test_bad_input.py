"""Codes that open nothing, forms half filled in, receipts of nobody: one plain page, one sentence, nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory_app import create_app
from directory_app.models import ConfirmationSheet, ConfirmationState, Jurisdiction, ListingState, now

from ..browser import Browser, switch
from ..conftest import TESTING
from ..waiting import a_minute_ago
from .conftest import fill, kept, make_codes


@pytest.fixture
def database_app(sqlite_app):
    """One database: what pages say about bad input does not depend on which."""
    return sqlite_app


@pytest.fixture
def code(session, listing):
    """A code on a card."""
    return make_codes(session, listing)[0]


def nothing_open(session, listing, code, why):
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
    for radio in browser.page.all("input[value=unsure]"):
        switch(radio, "checked")
    assert browser.press("Send my answers").status == 422
    assert kept(session) == []


@pytest.mark.parametrize(("field", "value"), [("month", "1999-01"), ("month", "x"), ("q1", "maybe"), ("q5", "")])
def test_values_that_no_form_offers_are_refused(browser, session, code, field, value):
    fill(browser, code)
    form = browser.page.one("form.confirm-form")
    data = [(name, v) for name, v in browser.data_of(form) if name != field]
    page = browser._request("POST", f"/confirm/{code}", [*data, (field, value)])
    assert page.status == 422
    assert kept(session) == []


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
