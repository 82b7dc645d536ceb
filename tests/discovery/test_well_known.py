"""Addresses that every site has: whom to tell of a fault, and where a password is changed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from directory_app.models import now


@pytest.fixture
def database_app(sqlite_app):
    """No database is asked."""
    return sqlite_app


def fields(browser):
    answer = browser.client.get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    return dict(line.split(": ", 1) for line in answer.get_data(as_text=True).splitlines())


def test_whoever_finds_a_fault_learns_whom_to_tell(browser, app, monkeypatch):
    said = fields(browser)
    assert said["Contact"] == "mailto:hello@example.org"
    assert said["Canonical"] == f"{app.config['BASE_ADDRESS']}/.well-known/security.txt"
    until = datetime.strptime(said["Expires"], "%Y-%m-%dT%H:%M:%S%z")
    assert timedelta(days=150) < until - now() < timedelta(days=365)
    monkeypatch.setitem(app.config, "SECURITY_CONTACT", "https://example.org/report")
    assert fields(browser)["Contact"] == "https://example.org/report"
    monkeypatch.setitem(app.config, "SECURITY_CONTACT", "faults@example.org")
    assert fields(browser)["Contact"] == "mailto:faults@example.org"


def test_managers_of_passwords_find_where_one_is_changed(browser):
    answer = browser.client.get("/.well-known/change-password")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/change-password")
    assert browser.open("/.well-known/change-password").h1 == "Sign in"
