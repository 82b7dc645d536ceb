"""The number of a request and the lines of the log: one line an event, whatever somebody typed."""

from __future__ import annotations

import json
import logging
import re
import sys

import pytest
from sqlalchemy import text

from directory_app import chain, create_app, logs, request_ids
from directory_app.models import AuditEntry

from ..browser import Browser
from ..conftest import TESTING
from ..factories import make_account, make_listing

NASTY = 'a\r\nb\x0bc\x1b[31m\x85d\u2028e\u2029f\x00"\\{"level": "error"}\ud800'
OWN = re.compile(r"[0-9a-f]{24}")


@pytest.fixture
def database_app(sqlite_app):
    """A number is made before any database is asked."""
    return sqlite_app


def record(message, error=None):
    made = logging.LogRecord("directory_app.test", logging.WARNING, "x", 1, "%s", (message,), None)
    if error is not None:
        try:
            raise error
        except type(error):
            made.exc_info = sys.exc_info()
    return made


def test_every_answer_has_a_number_of_its_own(app):
    client = app.test_client()
    numbers = [client.get(path).headers["X-Request-ID"] for path in ("/", "/nowhere", "/health", "/")]
    assert all(OWN.fullmatch(one) for one in numbers)
    assert len(set(numbers)) == 4
    assert request_ids.current() == ""


def test_an_error_page_names_the_number_of_its_answer_and_other_pages_do_not(app, session):
    browser = Browser(app, session)
    page = browser.open("/nowhere")
    assert f"If you write to us about this, give this number: {page.headers['X-Request-ID']}" in page.text
    page = browser.open("/about")
    assert page.headers["X-Request-ID"] not in page.html


@pytest.mark.parametrize("given", ["f00dcafe" * 4, "0123456789abcdef", "A-b-C-d-E-f-G-h-0-1"])
def test_a_trusted_proxy_may_give_the_number(tmp_path, given):
    client = create_app({**TESTING, "DATA": str(tmp_path), "TRUSTED_PROXIES": 1}).test_client()
    assert client.get("/health", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["short", "x" * 65, "0123456789abcde f", "0123456789abcdef<", "é" * 16, "-" * 20])
def test_a_number_that_is_none_is_replaced(tmp_path, given):
    client = create_app({**TESTING, "DATA": str(tmp_path), "TRUSTED_PROXIES": 1}).test_client()
    assert OWN.fullmatch(client.get("/health", headers={"X-Request-ID": given}).headers["X-Request-ID"])


def test_a_visitor_gives_no_number(app):
    answer = app.test_client().get("/health", headers={"X-Request-ID": "f00dcafe" * 4})
    assert OWN.fullmatch(answer.headers["X-Request-ID"])


def test_a_line_of_json_is_one_line_that_can_be_read_back():
    token = request_ids.begin()
    number = request_ids.current()
    line = logs.formatter("json").format(record(NASTY, ValueError(NASTY)))
    request_ids.end(token)
    assert len(line.splitlines()) == 1
    assert line.isascii()
    read = json.loads(line)
    assert read["message"] == NASTY
    assert read["request_id"] == number
    assert (read["level"], read["logger"]) == ("warning", "directory_app.test")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", read["time"])
    assert "ValueError" in read["trace"]
    assert "request_id" not in json.loads(logs.formatter("json").format(record("x")))


def test_a_line_of_text_begins_where_we_begin_it():
    written = logs.formatter("text").format(record(NASTY, ValueError(NASTY)))
    first, *trace = written.splitlines()
    assert "a\\r\\nb\\x0bc\\x1b[31m\\x85d\\u2028e\\u2029f\\x00" in first
    assert all(line.startswith("    ") for line in trace)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", written)


def test_a_log_is_configured_once(capsys):
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        logs.configure("json")
        logs.configure("json")
        logging.getLogger("directory_app.test").warning("only once")
    finally:
        for one in set(root.handlers) - set(before):
            root.removeHandler(one)
    lines = [one for one in capsys.readouterr().err.splitlines() if "only once" in one]
    assert len(lines) == 1
    assert json.loads(lines[0])["message"] == "only once"


def test_the_audit_says_in_which_request_something_happened_and_cannot_be_told_otherwise(app, session):
    account = make_account(session, "moderator")
    listing = make_listing(session, "submitted")
    session.commit()
    browser = Browser(app, session)
    browser.sign_in(account)
    token = request_ids.begin("f00dcafe" * 3)
    from directory_app import audit

    audit.record(session, "listing", listing.id, account, "tested")
    request_ids.end(token)
    audit.record(session, "listing", listing.id, account, "tested_without")
    session.commit()
    entries = {one.action: one for one in session.query(AuditEntry).filter(AuditEntry.action.startswith("tested"))}
    assert entries["tested"].request_id == "f00dcafe" * 3
    assert entries["tested_without"].request_id is None
    assert chain.verify(session).fault == ""
    session.execute(text("DROP TRIGGER audit_entry_no_update"))
    for action, told in (("tested", "'0'"), ("tested", "NULL"), ("tested_without", "'0'")):
        with session.begin_nested() as changed:
            session.execute(text(f"UPDATE audit_entry SET request_id = {told} WHERE action = '{action}'"))
            assert "is not what was written" in chain.verify(session).fault
            changed.rollback()


def test_staff_find_what_happened_in_a_request_by_its_number(app, session):
    administrator = make_account(session, "administrator")
    listing = make_listing(session, "submitted")
    session.commit()
    from directory_app import audit

    token = request_ids.begin("f00dcafe" * 3)
    audit.record(session, "listing", listing.id, administrator, "looked_for_by_number")
    request_ids.end(token)
    session.commit()
    browser = Browser(app, session)
    browser.sign_in(administrator)
    page = browser.open(f"/administration/audit?about={'f00dcafe' * 3}")
    assert len(page.soup.select(".audit-entry")) == 1
    assert f"request {'f00dcafe' * 3}" in page.text
    assert "Looked for by number" in page.text
