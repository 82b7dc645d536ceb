"""Sign-ins that can be seen and ended, limits of time, letters about new devices, and what pages cost."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from directory_app.login import sessions
from directory_app.models import Account, OutgoingMail, SignIn, now
from directory_app.sign_ins import device_words

from ..browser import PASSWORD, Browser
from ..factories import make_account
from ..letters import all_letters

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def subjects(session):
    return [one.subject for one in all_letters(session)]


@pytest.fixture
def account(session):
    return make_account(session)


def test_a_copied_cookie_opens_nothing_after_signing_out(app, session, browser, account):
    browser.sign_in(account)
    thief = Browser(app, session)
    thief.client.set_cookie("session", browser.client.get_cookie("session").value)
    assert thief.open("/my-listing").h1 != "Sign in"
    assert "You are signed out." in browser.sign_out().text
    assert "You are signed out." not in browser.open("/").text, "it is said once"
    assert thief.open("/my-listing").h1 == "Sign in"


def test_signing_in_gives_a_new_key_whatever_cookie_was_there_before(app, session, browser, account):
    browser.open("/account/sign-in")
    planted = browser.client.get_cookie("session").value
    browser.sign_in(account)
    other = Browser(app, session)
    other.client.set_cookie("session", planted)
    assert other.open("/my-listing").h1 == "Sign in"


def test_somebody_sees_where_they_are_signed_in_and_ends_one(app, session, browser, another_browser, account):
    another_browser.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    another_browser.sign_in(account)
    browser.sign_in(account)
    page = browser.open("/account/sessions")
    assert "Firefox on Linux In use now" in page.text
    assert page.text.count("This one") == 1
    page = browser.press("End it")
    assert "Firefox" not in page.text
    assert another_browser.open("/my-listing").h1 == "Sign in"
    assert browser.open("/my-listing").h1 != "Sign in"


def test_nobody_ends_the_sign_in_of_somebody_else(app, session, browser, another_browser, account):
    another_browser.sign_in(make_account(session))
    theirs = session.scalars(select(SignIn)).one()
    browser.sign_in(account)
    browser.open("/account/sessions")
    token = browser.page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    browser.client.post("/account/sessions/end", data={"csrf_token": token, "sign_in": theirs.id})
    assert another_browser.open("/my-listing").h1 != "Sign in"


def test_ending_the_one_in_use_is_signing_out(browser, account):
    browser.sign_in(account)
    page = browser.open("/account/sessions")
    form = page.one('form[action="/account/sessions/end"]')
    answer = browser.client.post("/account/sessions/end", data=dict(browser.data_of(form)))
    assert answer.location == "/"
    assert browser.open("/account").h1 == "Sign in"


def test_a_new_password_ends_all_other_sign_ins(app, session, browser, another_browser, account):
    another_browser.sign_in(account)
    browser.sign_in(account)
    browser.open("/account/change-password")
    browser.fill("Password you have now", PASSWORD)
    browser.fill("New password", "another meadow lantern 7")
    assert browser.press("Change the password").h1 == "Your account"
    assert another_browser.open("/my-listing").h1 == "Sign in"
    assert browser.open("/my-listing").h1 != "Sign in"
    assert "Your password was changed" in subjects(session)
    assert len(session.scalars(select(SignIn)).all()) == 1


@pytest.mark.parametrize(
    ("role", "unused", "longest"),
    [
        ("therapist", timedelta(hours=24), timedelta(days=14)),
        ("moderator", timedelta(minutes=30), timedelta(hours=12)),
    ],
)
def test_a_sign_in_ends_without_use_and_after_its_longest_time(app, session, role, unused, longest):
    account = make_account(session, role)
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        browser = Browser(app, session)
        browser.sign_in(account)
        clock.move_to(start + unused + timedelta(seconds=1))
        assert browser.open("/account").h1 == "Sign in"
        clock.move_to(start)
        browser = Browser(app, session)
        browser.sign_in(account)
        steps = int(longest / (unused * 0.9))
        for step in range(1, steps + 1):
            clock.move_to(start + step * unused * 0.9)
            assert browser.open("/account").h1 == "Your account", step
        clock.move_to(start + longest + timedelta(seconds=1))
        assert browser.open("/account").h1 == "Sign in"


def test_a_closed_account_is_signed_out_with_its_next_request(session, browser, account):
    browser.sign_in(account)
    account.active = False
    assert browser.open("/my-listing").h1 == "Sign in"


def test_opening_pages_writes_nothing_and_asks_for_the_account_once(session, browser, account, statements):
    browser.sign_in(account)
    with time_machine.travel(now() + timedelta(minutes=6)):
        statements.clear()
        browser.open("/about")
    assert not [one for one in statements if not one.startswith("SELECT")]
    assert len([one for one in statements if "sign_in" in one]) == 1


def test_when_a_sign_in_was_last_seen_is_stored_by_the_job(app, session, browser, account):
    browser.sign_in(account)
    later = now() + timedelta(hours=3)
    with time_machine.travel(later, tick=False):
        browser.open("/about")
        assert sessions.store_seen(app) >= 1
        assert "In use now" in browser.open("/account/sessions").text
    session.expire_all()
    assert session.scalars(select(SignIn)).one().seen_at == later


def test_what_is_over_is_deleted(app, session, browser, account):
    browser.sign_in(account)
    with time_machine.travel(now() + timedelta(days=2)):
        session.commit()
        assert sessions.forget_old(app) == 1
    session.expire_all()
    assert session.scalars(select(SignIn)).first() is None


def test_a_device_that_is_new_to_the_account_is_told_by_letter_once(app, session, browser, another_browser, account):
    browser.sign_in(account)
    assert subjects(session) == [], "the first device of an account is no news"
    browser.sign_out()
    browser.sign_in(account)
    assert subjects(session) == []
    another_browser.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    another_browser.sign_in(account)
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.subject == "A new device has signed in"
    assert "Firefox on Linux" in letter.text
    assert "/account/recover" in letter.text
    another_browser.sign_out()
    another_browser.sign_in(account)
    assert len(subjects(session)) == 1


def test_visitors_get_no_cookie_and_signing_in_sets_two_that_scripts_cannot_read(browser, account):
    assert browser.client.get("/about").headers.getlist("Set-Cookie") == []
    browser.open("/account/sign-in")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    form = browser.page.one('form[action="/account/sign-in"]')
    answer = browser.client.post("/account/sign-in", data=dict(browser.data_of(form)))
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(one.split("=")[0] for one in cookies) == ["device", "session"]
    assert all("HttpOnly" in one and "SameSite=Lax" in one for one in cookies)
    session_cookie = next(one for one in cookies if one.startswith("session"))
    assert "Expires" not in session_cookie, "closing the browser signs out, unless somebody wants to stay"


def test_staying_signed_in_lasts_two_weeks_and_sets_no_further_cookie(browser, account):
    browser.open("/account/sign-in")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    browser.check("Stay signed in on this device, for two weeks at most")
    form = browser.page.one('form[action="/account/sign-in"]')
    cookies = browser.client.post("/account/sign-in", data=dict(browser.data_of(form))).headers.getlist("Set-Cookie")
    assert sorted(one.split("=")[0] for one in cookies) == ["device", "session"]
    assert "Expires" in next(one for one in cookies if one.startswith("session"))


def test_the_log_names_the_account_by_number_and_a_part_of_the_network(browser, account, caplog):
    with caplog.at_level(logging.INFO, "directory_app.login.letters"):
        browser.sign_in(account)
        browser.sign_out()
        browser.open("/account/sign-in")
        browser.fill("E-mail", account.email)
        browser.fill("Password", "not the password at all")
        browser.press("Sign in")
    for outcome in ("signed_in", "signed_out", "wrong_password"):
        assert f"account={account.id} network=127.0.0.0/24 outcome={outcome}" in caplog.text
    assert account.email not in caplog.text
    assert "not the password" not in caplog.text


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36", "Chrome on Android"),
        ("<script>alert(1)</script>", "A browser on an unknown system"),
    ],
)  # fmt: skip
def test_devices_have_names_that_people_know(agent, words):
    assert device_words(agent) == words


def test_a_password_hashed_in_an_older_way_is_hashed_again_at_the_next_sign_in(session, browser, account):
    from argon2 import PasswordHasher

    account.password = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    old = account.password
    browser.sign_in(account)
    assert session.get(Account, account.id).password != old
