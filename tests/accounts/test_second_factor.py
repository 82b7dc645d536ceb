"""Authenticator apps and recovery codes, for therapists who want them and staff who need them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from passlib.totp import TOTP
from sqlalchemy import select

from directory_app.models import AuditEntry, now

from ..browser import PASSWORD, Browser
from ..factories import make_account
from ..letters import all_letters


def subjects(session):
    return [one.subject for one in all_letters(session)]


def app_of(page):
    """The authenticator app, which has typed in the key of the page."""
    key = page.soup.find("code", class_="secret-key").get_text()
    return TOTP(key=key.replace("-", "").strip())


def turn_on(browser):
    """Set it up in the account; return the app, the recovery codes and the code that was used."""
    browser.open("/account/second-factor")
    page = browser.press("Set up an authenticator app")
    assert page.soup.find("img", class_="qr")["src"].startswith("data:image/svg+xml;base64,")
    authenticator = app_of(page)
    used = authenticator.generate().token
    browser.fill("Code from your app", used)
    assert browser.press("Turn it on").h1 == "Recovery codes"
    page = browser.press("Make ten codes")
    codes = [one.get_text() for one in page.soup.select(".recovery-codes code")]
    return authenticator, codes, used


def test_one_wrong_code_does_not_make_the_key_another_that_the_app_has_read(session, browser):
    browser.sign_in(make_account(session))
    browser.open("/account/second-factor")
    authenticator = app_of(browser.press("Set up an authenticator app"))
    browser.fill("Code from your app", "000000")
    page = browser.press("Turn it on")
    assert (page.status, page.h1) == (422, "Connect your app")
    assert "The code is not right" in page.text
    assert app_of(page).base32_key == authenticator.base32_key
    browser.fill("Code from your app", authenticator.generate().token)
    assert browser.press("Turn it on").h1 == "Recovery codes"


def password_only(browser, account):
    browser.open("/account/sign-in")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    return browser.press("Sign in")


def test_after_the_password_a_code_is_asked_for_and_works_once(session, browser):
    account = make_account(session)
    browser.sign_in(account)
    authenticator, codes, used = turn_on(browser)
    assert len(codes) == 10
    assert codes[0] not in str(account.mf_recovery_codes), "the database holds digests"
    assert "The second factor is on" in subjects(session)
    browser.sign_out()
    page = password_only(browser, account)
    assert page.h1 == "Type your code"
    assert browser.open("/my-listing").h1 == "Sign in"
    password_only(browser, account)
    for again in (used, f" {used[:3]} {used[3:]} "):
        browser.fill("Code from your app", again)
        assert "used before" in browser.press("Sign in").text
    with time_machine.travel(now() + timedelta(seconds=30)):
        browser.fill("Code from your app", authenticator.generate().token)
        assert browser.press("Sign in").url == "/my-listing"
        page = browser.open("/account/recovery-codes")
        assert codes[0] not in page.html, "they are shown once"
        assert "10 of them are left" in page.text


def test_a_recovery_code_lets_in_once_however_it_is_typed(session, browser):
    account = make_account(session)
    browser.sign_in(account)
    _, codes, _ = turn_on(browser)
    browser.sign_out()
    for text, right in (("aaaa-bbbb-cccc-dddd", False), (codes[3].upper().replace("-", " "), True), (codes[3], False)):
        password_only(browser, account)
        browser.follow("Use a recovery code")
        browser.fill("Recovery code", text)
        page = browser.press("Sign in")
        assert (page.url == "/my-listing") == right, text
        if right:
            assert "9 recovery codes are left." in page.text
            browser.sign_out()
    session.refresh(account)
    assert len(account.mf_recovery_codes) == 9


def test_the_last_recovery_code_leads_to_new_ones_and_says_why(session, browser):
    account = make_account(session)
    browser.sign_in(account)
    _, codes, _ = turn_on(browser)
    account.mf_recovery_codes = account.mf_recovery_codes[:1]
    session.commit()
    browser.sign_out()
    password_only(browser, account)
    browser.follow("Use a recovery code")
    browser.fill("Recovery code", codes[0])
    page = browser.press("Sign in")
    assert page.h1 == "Recovery codes"
    assert "That was your last recovery code." in page.text


def test_a_new_password_by_letter_does_not_switch_the_second_factor_off(session, browser):
    account = make_account(session)
    browser.sign_in(account)
    turn_on(browser)
    browser.sign_out()
    browser.open("/account/recover")
    browser.fill("E-mail", account.email)
    browser.press("Send the letter")
    letter = all_letters(session)[-1]
    browser.open("/account/recover/" + letter.text.split("/account/recover/")[1].split()[0])
    browser.fill("New password", "another meadow lantern 7")
    browser.press("Save the password")
    browser.fill("E-mail", account.email)
    browser.fill("Password", "another meadow lantern 7")
    assert browser.press("Sign in").h1 == "Type your code"


def test_turning_it_off_is_told_audited_and_ends_the_recovery_codes(session, browser):
    account = make_account(session)
    browser.sign_in(account)
    turn_on(browser)
    browser.open("/account/second-factor")
    page = browser.press("Turn it off")
    assert "The second factor is off" in page.text
    session.refresh(account)
    assert not account.tf_totp_secret
    assert not account.mf_recovery_codes
    assert subjects(session)[-1] == "The second factor is off"
    about = select(AuditEntry).where(AuditEntry.target_kind == "account", AuditEntry.target_id == account.id)
    actions = [one.action for one in session.scalars(about.order_by(AuditEntry.id))]
    assert actions == ["second_factor_on", "second_factor_off"]
    browser.sign_out()
    assert password_only(browser, account).url == "/my-listing"


@pytest.fixture
def strict(app):
    """A directory whose moderators and administrators need a second factor."""
    names = ("STAFF_SECOND_FACTOR", "SECURITY_TWO_FACTOR_REQUIRED")
    kept = {name: app.config[name] for name in names}
    app.config.update(dict.fromkeys(names, True))
    yield app
    app.config.update(kept)


def test_staff_set_a_second_factor_up_before_they_are_let_in_and_cannot_turn_it_off(strict, session, browser):
    moderator = make_account(session, "moderator")
    page = password_only(browser, moderator)
    assert page.h1 == "Second factor"
    assert "Your role needs one" in page.text
    assert browser.open("/moderation/").h1 == "Sign in"
    password_only(browser, moderator)
    page = browser.press("Set up an authenticator app")
    browser.fill("Code from your app", app_of(page).generate().token)
    assert browser.press("Turn it on").h1 == "Recovery codes"
    assert browser.open("/moderation/").status == 200
    assert browser.page.url == "/moderation/"
    page = browser.open("/account/second-factor")
    assert "cannot be turned off" in page.text
    assert "Turn it off" not in page.text


def test_somebody_who_becomes_staff_while_signed_in_shows_a_second_factor_first(strict, session, browser):
    from directory_app.models import Role

    account = make_account(session)
    browser.sign_in(account)
    account.roles.append(session.scalars(select(Role).where(Role.name == "moderator")).one())
    page = browser.open("/moderation/")
    assert page.h1 == "These pages need a second factor"
    browser.follow("Set up an authenticator app")
    page = browser.press("Set up an authenticator app")
    browser.fill("Code from your app", app_of(page).generate().token)
    browser.press("Turn it on")
    assert browser.open("/moderation/").url == "/moderation/"


def test_therapists_of_a_strict_directory_need_none(strict, session, browser):
    assert password_only(browser, make_account(session)).url == "/my-listing"


def test_pages_of_the_library_that_are_not_used_do_not_exist(app, session):
    browser = Browser(app, session)
    for path in ("/account/tf-rescue", "/account/tf-select"):
        assert browser.open(path).status == 404


def test_who_has_lost_everything_gets_in_again_with_help_of_the_operator(app, session, browser):
    account = make_account(session)
    browser.sign_in(account)
    turn_on(browser)
    result = app.test_cli_runner().invoke(args=["directory", "reset-second-factor", account.email.upper()])
    assert result.exit_code == 0, result.output
    assert browser.open("/my-listing").h1 == "Sign in"
    assert password_only(browser, account).url == "/my-listing"
    assert "Your second factor was removed" in subjects(session)
    assert app.test_cli_runner().invoke(args=["directory", "reset-second-factor", "nobody@example.org"]).exit_code == 1
