"""The secret key is changed while the one before it is still known: nobody is locked out and no printed code dies."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from directory_app import confirming, create_app
from directory_app.confirming import Maker
from directory_app.messages import tokens
from directory_app.models import BlockedSender, now

from ..browser import Browser
from ..conftest import TESTING
from ..factories import make_account, make_listing
from .test_second_factor import password_only, turn_on

OLD, NEW = "the-first-key-of-this-site-0123456789", "the-second-key-of-this-site-0123456789"


@pytest.fixture
def site_with(app, tmp_path):
    """The same site, started with other keys."""
    started = []

    def start(key, old=""):
        settings = {"SECRET_KEY": key, "OLD_SECRET_KEYS": old, "DATABASE_URL": app.config["DATABASE_URL"]}
        again = create_app({**TESTING, **settings, "DATA": str(tmp_path)})
        again.extensions["engine"].dispose()
        for name in ("sessions", "reading_sessions", "public_sessions"):
            again.extensions[name] = app.extensions[name]
        started.append(again)
        return again

    return start


def test_who_is_signed_in_stays_so_and_second_factors_go_on_working(site_with, session):
    account = make_account(session)
    browser = Browser(site_with(OLD), session)
    browser.sign_in(account)
    authenticator, _, _ = turn_on(browser)
    after = site_with(NEW, OLD)
    browser.client.application = after
    assert browser.open("/my-listing").h1 != "Sign in"
    browser.sign_out()
    assert password_only(browser, account).h1 == "Type your code"
    with time_machine.travel(now() + timedelta(seconds=30)):
        browser.fill("Code from your app", authenticator.generate().token)
        assert browser.press("Sign in").url == "/my-listing"
    assert "1 second factors are encrypted" in after.test_cli_runner().invoke(args=["directory", "encrypt-anew"]).output
    browser = Browser(site_with(NEW), session)
    password_only(browser, account)
    with time_machine.travel(now() + timedelta(seconds=90)):
        browser.fill("Code from your app", authenticator.generate().token)
        assert browser.press("Sign in").url == "/my-listing"


def test_a_second_factor_that_no_key_opens_is_named_to_the_operator(site_with, session):
    account = make_account(session)
    browser = Browser(site_with(OLD), session)
    browser.sign_in(account)
    authenticator, _, _ = turn_on(browser)
    without = site_with(NEW)
    browser = Browser(without, session)
    password_only(browser, account)
    with time_machine.travel(now() + timedelta(seconds=30)):
        browser.fill("Code from your app", authenticator.generate().token)
        assert browser.press("Sign in").h1 == "Type your code"
    done = without.test_cli_runner().invoke(args=["directory", "encrypt-anew"])
    assert done.exit_code == 1
    assert f"reset them: {account.id}" in done.output


def test_codes_on_paper_go_on_working(site_with, session):
    listing = make_listing(session, "published")
    confirming.make_sheet(session, listing, Maker(listing.account, "198.51.100.1", OLD), 1, "a sheet")
    (code,) = confirming.codes_of(OLD, "a sheet", 1)
    assert Browser(site_with(NEW), session).open(f"/confirm/{code}").status == 404
    assert Browser(site_with(NEW, OLD), session).open(f"/confirm/{code}").status == 200


def test_links_in_letters_open_and_who_was_blocked_stays_blocked(site_with, session):
    listing = make_listing(session, "published")
    with site_with(OLD).app_context():
        link, sender = tokens.sealed("a message"), tokens.sender_of("Vera@example.org")
    session.add(BlockedSender(listing_id=listing.id, sender=sender))
    session.flush()
    with site_with(NEW, OLD).app_context():
        assert tokens.unsealed(link) == "a message"
        assert sender in tokens.senders_of("vera@example.org")
        assert tokens.sender_of("vera@example.org") != sender


def test_short_old_keys_are_refused_in_production():
    with pytest.raises(Exception, match="DIRECTORY_OLD_SECRET_KEYS"):
        create_app({"ENVIRONMENT": "production", "SECRET_KEY": NEW, "OLD_SECRET_KEYS": "short"})
