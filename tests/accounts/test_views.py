"""Registering, confirming, signing in and out, recovering."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from directory_app.models import Account, OutgoingMail, now

from ..browser import PASSWORD, Browser
from ..factories import make_account
from ..letters import all_letters

STRANGERS, OWNERS = "somebody elses lantern 5", "my very own meadow 31"


def register(browser, email="new@example.org", password=PASSWORD):
    browser.open("/account/register")
    browser.fill("E-mail", email)
    browser.fill("Password", password)
    return browser.press("Create the account")


def newest_link(session) -> str:
    letter = all_letters(session)[-1]
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.text)
    assert found, letter.text
    return found.group(1)


def confirm(browser, session):
    browser.open(newest_link(session))
    return browser.press("Confirm my address")


def test_a_therapist_registers_confirms_and_signs_in(browser, session):
    page = register(browser)
    assert page.h1 == "Look into your mail"
    confirm(browser, session)
    account = session.scalars(select(Account)).one()
    assert account.confirmed_at is not None
    assert [role.name for role in account.roles] == ["therapist"]
    page = browser.sign_in_by_form(account)
    assert page.url == "/my-listing"
    browser.sign_out()
    assert browser.open("/my-listing").h1 == "Sign in"


def test_who_registers_reads_where_the_letter_went(browser, session):
    page = register(browser, "New@Exmaple.org")
    assert "on its way to New@exmaple.org." in page.text
    assert browser.follow("Create the account once more").h1 == "Create an account"
    assert "on its way to New@exmaple.org." in register(browser, "New@Exmaple.org").text, "the same for a known address"


def test_a_mail_server_that_tries_the_link_confirms_nothing(browser, session):
    register(browser)
    assert browser.client.head(newest_link(session)).status_code == 200
    session.expire_all()
    assert session.scalars(select(Account)).one().confirmed_at is None
    confirm(browser, session)
    assert session.scalars(select(Account)).one().confirmed_at is not None


def test_who_opens_the_letter_again_after_confirming_is_led_to_the_sign_in(browser, session):
    register(browser)
    link = newest_link(session)
    confirm(browser, session)
    page = browser.open(link)
    assert (page.h1, "confirmed already" in page.text) == ("Sign in", True)
    browser.sign_in_by_form(session.scalars(select(Account)).one())
    assert browser.open(link).h1 == "Start your listing"


def test_nobody_signs_in_before_confirming(browser, session):
    register(browser)
    browser.open("/account/sign-in")
    browser.fill("E-mail", "new@example.org")
    browser.fill("Password", PASSWORD)
    page = browser.press("Sign in")
    assert page.h1 == "Sign in"
    assert page.errors


def test_registering_a_known_address_looks_the_same_and_tells_its_owner(browser, session):
    make_account(session, email="known@example.org")
    known = register(browser, "known@example.org")
    unknown = register(browser, "other@example.org")
    assert (known.status, known.h1) == (unknown.status, unknown.h1)
    assert known.text.replace("known@example.org", "other@example.org") == unknown.text
    letters = {letter.recipient: letter.text for letter in session.scalars(select(OutgoingMail))}
    assert "There is one already" in letters["known@example.org"]


def try_to_sign_in(app, session, email, password):
    browser = Browser(app, session)
    browser.open("/account/sign-in")
    browser.fill("E-mail", email)
    browser.fill("Password", password)
    return browser.press("Sign in").url


def decode_cookie(app, value):
    return app.session_interface.get_signing_serializer(app).loads(value)


def choose_by_letter(browser, session, password=OWNERS):
    browser.open(newest_link(session))
    browser.fill("New password", password)
    return browser.press("Save the password")


@pytest.mark.parametrize("in_turn", [(STRANGERS, OWNERS), (OWNERS, STRANGERS), (STRANGERS, OWNERS, STRANGERS)])
def test_whoever_registers_an_address_too_only_its_mailbox_chooses_the_password(app, browser, session, in_turn):
    for password in in_turn:
        register(browser, password=password)
    first = re.search(r"https?://[^/\s]+(/\S+)", all_letters(session)[0].text)[1]
    browser.open(first)
    assert browser.press("Confirm my address").h1 == "Send the confirmation again"
    page = choose_by_letter(browser, session, "violet harbour teapot 9")
    assert (page.h1, "Sign in with the new one" in page.text) == ("Sign in", True)
    assert session.scalars(select(Account)).one().confirmed_at is not None
    for refused in in_turn:
        assert try_to_sign_in(app, session, "new@example.org", refused) == "/account/sign-in"
    assert try_to_sign_in(app, session, "new@example.org", "violet harbour teapot 9") == "/my-listing"


def test_an_address_that_two_have_registered_is_confirmed_by_no_other_letter_either(app, browser, session):
    for password in (STRANGERS, OWNERS):
        register(browser, password=password)
    browser.open("/account/confirm")
    browser.fill("E-mail", "new@example.org")
    browser.press("Send the letter")
    letter = all_letters(session)[-1]
    assert letter.subject == "Choose a password and confirm your address"
    assert "/account/confirm/" not in letter.text
    choose_by_letter(browser, session)
    assert try_to_sign_in(app, session, "new@example.org", STRANGERS) == "/account/sign-in"
    assert try_to_sign_in(app, session, "new@example.org", OWNERS) == "/my-listing"


def test_who_forgot_the_password_before_confirming_gets_a_letter_that_does_both(app, browser, session):
    register(browser, password=STRANGERS)
    browser.open("/account/recover")
    browser.fill("E-mail", "new@example.org")
    page = browser.press("Send the letter")
    assert (page.errors, "a letter with a link is on its way" in page.text) == ([], True)
    browser.open(newest_link(session))
    assert "your address is confirmed as well" in browser.page.text
    choose_by_letter(browser, session)
    assert try_to_sign_in(app, session, "new@example.org", OWNERS) == "/my-listing"
    assert try_to_sign_in(app, session, "new@example.org", STRANGERS) == "/account/sign-in"


def test_a_stranger_who_registers_a_confirmed_address_takes_no_password_from_its_owner(app, browser, session):
    register(browser, password=OWNERS)
    confirm(browser, session)
    register(browser, password=STRANGERS)
    assert all_letters(session)[-1].subject == "You have an account already"
    assert try_to_sign_in(app, session, "new@example.org", OWNERS) == "/my-listing"
    assert try_to_sign_in(app, session, "new@example.org", STRANGERS) == "/account/sign-in"


def test_the_owner_of_an_address_cannot_open_an_account_to_a_strangers_password(app, browser, session):
    register(Browser(app, session), password=STRANGERS)
    page = browser.open(newest_link(session))
    assert "type the password as well that was chosen there" in page.text
    page = browser.press("Confirm my address")
    assert page.errors == ["Type a password."]
    browser.fill("Password chosen when registering", OWNERS)
    page = browser.press("Confirm my address")
    assert (page.status, page.errors) == (422, ["That is not the password of this account."])
    assert session.scalars(select(Account)).one().confirmed_at is None
    page = browser.press("Choose a new password")
    assert (page.h1, "your address is confirmed as well" in page.text) == ("Set your new password", True)
    browser.fill("New password", OWNERS)
    assert browser.press("Save the password").h1 == "Sign in"
    assert session.scalars(select(Account)).one().confirmed_at is not None
    assert try_to_sign_in(app, session, "new@example.org", STRANGERS) == "/account/sign-in"
    assert try_to_sign_in(app, session, "new@example.org", OWNERS) == "/my-listing"


def test_who_registers_on_a_desktop_confirms_on_a_phone_with_the_password(app, browser, session):
    assert "any other, such as that of your phone, asks for your password as well" in register(browser).text
    phone = Browser(app, session)
    phone.open(newest_link(session))
    phone.fill("Password chosen when registering", "not the password at all")
    phone.press("Confirm my address")
    assert "not the password at all" not in phone.page.html
    phone.fill("Password chosen when registering", PASSWORD)
    page = phone.press("Confirm my address")
    assert (page.h1, "Your address is confirmed. Sign in." in page.text) == ("Sign in", True)
    assert phone.sign_in_by_form(session.scalars(select(Account)).one()).url == "/my-listing"


def test_a_browser_that_registered_another_address_since_is_asked_for_the_password(browser, session):
    register(browser, "first@example.org")
    link = newest_link(session)
    register(browser, "second@example.org", OWNERS)
    assert browser.open(link).control("Password chosen when registering") is not None
    browser.fill("Password chosen when registering", PASSWORD)
    assert browser.press("Confirm my address").h1 == "Sign in"
    assert confirm(browser, session).h1 == "Sign in"


def test_the_cookie_after_registering_does_not_tell_whether_the_address_was_known(app, session):
    make_account(session, email="known@example.org")
    held = []
    for email in ("known@example.org", "new@example.org"):
        browser = Browser(app, session)
        register(browser, email)
        cookie = browser.client.get_cookie("session").value
        held.append({name: type(value) for name, value in decode_cookie(app, cookie).items()})
    assert held[0] == held[1]
    assert "registered" in held[0]


@pytest.mark.parametrize("password", ["short", "password1234", "aaaaaaaaaaaaaaaa"])
def test_a_weak_password_is_refused_with_a_reason_and_the_address_is_kept(browser, session, password):
    page = register(browser, password=password)
    assert page.h1 == "Create an account"
    assert page.errors
    assert page.value("E-mail") == "new@example.org"
    assert session.scalars(select(Account)).first() is None


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser, session):
    make_account(session, email="known@example.org")
    answers = []
    for email in ("known@example.org", "nobody@example.org"):
        browser.open("/account/sign-in")
        browser.fill("E-mail", email)
        browser.fill("Password", "not the password at all")
        page = browser.press("Sign in")
        answers.append((page.status, page.errors))
    assert answers[0] == answers[1]
    assert answers[0][1]


def test_a_forgotten_password_is_replaced_through_the_letter_once(browser, session):
    account = make_account(session)
    browser.open("/account/recover")
    browser.fill("E-mail", account.email)
    browser.press("Send the letter")
    link = newest_link(session)
    browser.open(link)
    browser.fill("New password", "another meadow lantern 7")
    browser.press("Save the password")
    browser.open("/account/sign-in")
    browser.fill("E-mail", account.email)
    browser.fill("Password", "another meadow lantern 7")
    assert browser.press("Sign in").url == "/my-listing"
    browser.sign_out()
    assert browser.open(link).h1 != "Set your new password"


def test_an_expired_link_says_so_and_sends_another(browser, session):
    account = make_account(session)
    browser.open("/account/recover")
    browser.fill("E-mail", account.email)
    browser.press("Send the letter")
    link = newest_link(session)
    with time_machine.travel("2036-01-01", tick=True):
        page = browser.open(link)
    assert page.h1 == "Choose a new password"
    assert "older than an hour" in page.text


def test_an_expired_confirmation_can_be_asked_for_again(browser, session):
    register(browser)
    link = newest_link(session)
    with time_machine.travel(now() + timedelta(hours=2), tick=True):
        browser.open(link)
        page = browser.press("Confirm my address")
    assert page.h1 == "Send the confirmation again"
    browser.fill("E-mail", "new@example.org")
    browser.press("Send the letter")
    confirm(browser, session)
    assert session.scalars(select(Account)).one().confirmed_at is not None


def test_links_in_letters_carry_the_configured_address_whatever_host_was_asked(app, session):
    client = app.test_client()
    page = client.get("/account/register", headers={"Host": "evil.example"})
    token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page.data).group(1).decode()
    client.post(
        "/account/register",
        data={"email": "new@example.org", "password": PASSWORD, "csrf_token": token},
        headers={"Host": "evil.example"},
    )
    letter = session.scalars(select(OutgoingMail)).one()
    assert "evil.example" not in letter.text
    assert app.config["BASE_ADDRESS"] in letter.text


def test_signing_in_after_being_sent_away_returns_to_the_page_but_never_to_another_site(browser, session):
    account = make_account(session)
    browser.open("/my-listing/about")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    assert browser.press("Sign in").url.startswith("/my-listing")
    browser.sign_out()
    browser.open("/account/sign-in?next=//evil.example/")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    assert "evil" not in browser.press("Sign in").url


def test_the_outbox_shows_letters_in_development(browser, session):
    register(browser)
    page = browser.open("/development/outbox")
    assert "Confirm your address" in page.text
    assert "new@example.org" in page.text
