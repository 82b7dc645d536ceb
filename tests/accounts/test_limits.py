"""Limits on attempts, with an application of their own that counts."""

from __future__ import annotations

import pytest

from directory_app import create_app

from ..browser import Browser
from ..conftest import TESTING


@pytest.fixture
def limited(sqlite_app, tmp_path):
    """An application over the same database whose limits are on."""
    app = create_app(
        {
            **TESTING,
            "RATELIMIT_ENABLED": True,
            "DATA": str(tmp_path),
            "DATABASE_URL": sqlite_app.config["DATABASE_URL"],
        }
    )
    yield app
    app.extensions["engine"].dispose()


def try_to_sign_in(browser, number):
    browser.open("/account/sign-in")
    browser.fill("Email", f"  Somebody@example.org{' ' * (number % 2)}")
    browser.fill("Password", f"guess number {number}")
    return browser.press("Sign in")


def test_guessing_a_password_is_slowed_down_after_ten_tries(limited):
    browser = Browser(limited)
    answers = [try_to_sign_in(browser, number).status for number in range(11)]
    assert 429 not in answers[:10]
    assert answers[10] == 429
    assert int(browser.page.headers["Retry-After"]) > 0
    assert browser.page.h1 == "Too many attempts"


def test_one_network_cannot_try_many_accounts(limited):
    browser = Browser(limited)
    statuses = []
    for number in range(26):
        browser.open("/account/sign-in")
        browser.fill("Email", f"person{number}@example.org")
        browser.fill("Password", "some guess of mine")
        statuses.append(browser.press("Sign in").status)
    assert 429 not in statuses[:25]
    assert statuses[25] == 429
