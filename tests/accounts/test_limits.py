"""Limits on attempts, with an application of their own that counts; and that answers tell nothing by their time."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from limits.storage import MemoryStorage
from sqlalchemy import delete

from directory_app import create_app
from directory_app.models import Account, OutgoingMail, now

from ..browser import PASSWORD, Browser
from ..conftest import TESTING
from ..factories import make_account, make_listing
from ..services.sqlite import copy_database
from .test_second_factor import turn_on


@pytest.fixture(scope="module")
def counting_app(sqlite_app, tmp_path_factory):
    """An application whose limits are on, over a copy of the database: what it writes is never rolled back."""
    copy = copy_database(sqlite_app, tmp_path_factory.mktemp("limited"))
    # The folder of the other application holds files that are compressed already.
    overrides = {"DATA": sqlite_app.config["DATA"], "DATABASE_URL": f"sqlite:///{copy}", "RATELIMIT_ENABLED": True}
    app = create_app({**TESTING, **overrides})
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def limited(counting_app):
    """The same, with nothing counted yet; it works outside the transaction of a test, so it is tidied up after."""
    counting_app.extensions["limits"].reset()
    yield counting_app
    with counting_app.extensions["sessions"]() as session:
        session.execute(delete(OutgoingMail))
        session.execute(delete(Account))
        session.commit()


@pytest.fixture
def account(limited):
    """An account that is really there: this application has a connection of its own."""
    with limited.extensions["sessions"]() as session:
        made = make_account(session, email="owner.of.it@example.org")
        session.commit()
        return made


def guess(browser, email, password):
    browser.open("/account/sign-in")
    browser.fill("E-mail", email)
    browser.fill("Password", password)
    return browser.press("Sign in")


def test_guessing_a_password_is_slowed_down_after_ten_tries(limited):
    browser = Browser(limited)
    answers = [
        guess(browser, f"  Somebody@example.org{' ' * (number % 2)}", f"guess number {number}").status
        for number in range(11)
    ]
    assert 429 not in answers[:10]
    assert answers[10] == 429
    assert int(browser.page.headers["Retry-After"]) > 0
    assert browser.page.h1 == "Too many attempts"


def test_another_spelling_of_an_address_begins_no_new_count(limited, account):
    wide = str.maketrans("exampl", "ｅｘａｍｐｌ")
    for number in range(10):
        browser = Browser(limited)
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        name, _, host = account.email.partition("@")
        address = f"{name}@{host[:number].translate(wide)}{host[number:]}"
        guess(browser, address, f"guess number {number}")
    assert guess(browser, account.email, PASSWORD).status == 429


def test_one_network_cannot_try_many_accounts(limited):
    browser = Browser(limited)
    statuses = [guess(browser, f"person{number}@example.org", "some guess of mine").status for number in range(26)]
    assert 429 not in statuses[:25]
    assert statuses[25] == 429


def test_a_stranger_who_guesses_keeps_the_owner_out_on_no_device_they_have_used(limited, account):
    owner, stranger = Browser(limited), Browser(limited)
    assert guess(owner, account.email, PASSWORD).url == "/my-listing"
    owner.sign_out()
    for number in range(10):
        guess(stranger, account.email, f"guess number {number}")
    assert guess(stranger, account.email, PASSWORD).status == 429
    assert guess(owner, account.email, PASSWORD).url == "/my-listing"


def test_a_new_password_by_letter_lifts_the_limit(limited, account):
    browser = Browser(limited)
    for number in range(11):
        guess(browser, account.email, f"guess number {number}")
    assert browser.page.status == 429
    browser.open("/account/recover")
    browser.fill("E-mail", account.email)
    browser.press("Send the letter")
    with limited.extensions["sessions"]() as session:
        letter = session.query(OutgoingMail).filter_by(recipient=account.email).one()
        token = letter.text.split("/account/recover/")[1].split()[0]
    browser.open(f"/account/recover/{token}")
    browser.fill("New password", "another meadow lantern 7")
    browser.press("Save the password")
    assert guess(browser, account.email, "another meadow lantern 7").url == "/my-listing"


def test_the_password_of_a_letter_opened_elsewhere_cannot_be_tried_out_and_the_letter_goes_on_working(limited):
    browser = Browser(limited)
    browser.open("/account/register")
    browser.fill("E-mail", "somebody.new@example.org")
    browser.fill("Password", PASSWORD)
    browser.press("Create the account")
    with limited.extensions["sessions"]() as session:
        letter = session.query(OutgoingMail).filter_by(recipient="somebody.new@example.org").one()
        token = letter.text.split("/account/confirm/")[1].split()[0]
    statuses = []
    for number in range(11):
        phone = Browser(limited)
        phone.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        phone.open(f"/account/confirm/{token}")
        phone.fill("Password chosen when registering", f"guess number {number}")
        statuses.append(phone.press("Confirm my address").status)
    assert statuses == [422] * 10 + [429]
    assert "guess number 10" not in phone.page.html
    limited.extensions["limits"].reset()
    phone.open(f"/account/confirm/{token}")
    phone.fill("Password chosen when registering", PASSWORD)
    assert phone.press("Confirm my address").h1 == "Sign in"


def test_codes_of_a_second_factor_cannot_be_tried_out(limited, account):
    browser = Browser(limited)
    guess(browser, account.email, PASSWORD)
    turn_on(browser)
    browser.sign_out()
    guess(browser, account.email, PASSWORD)
    statuses = []
    for number in range(5):
        browser.fill("Code from your app", f"00000{number}")
        statuses.append(browser.press("Sign in").status)
    assert statuses[:4] == [200] * 4
    assert statuses[4] == 429, "the code that turned it on was the first of five"
    browser.open("/account/second-factor/recovery")
    browser.fill("Recovery code", "aaaa-bbbb-cccc-dddd")
    assert browser.press("Sign in").status == 429


def test_letters_to_one_address_are_limited(limited, account):
    browser = Browser(limited)
    statuses = []
    for _ in range(6):
        browser.open("/account/recover")
        browser.fill("E-mail", account.email)
        statuses.append(browser.press("Send the letter").status)
    assert statuses == [200] * 5 + [429]


def test_one_network_makes_five_accounts_in_half_an_hour_and_correcting_a_password_is_no_account(limited):
    browser = Browser(limited)

    def register(number, password):
        browser.open("/account/register")
        browser.fill("E-mail", f"new{number}@example.org")
        browser.fill("Password", password)
        return browser.press("Create the account").status

    assert register(0, "too short") == 200
    assert [register(number, f"lantern meadow orchard {number}7") for number in range(6)] == [200] * 5 + [429]
    assert "Five accounts" in browser.page.text


def test_an_account_sends_twenty_photos_an_hour_and_no_more(limited, account):
    with limited.extensions["sessions"]() as session:
        make_listing(session, "draft", account=session.get_one(Account, account.id))
        session.commit()
    browser = Browser(limited)
    guess(browser, account.email, PASSWORD)
    token = browser.open("/my-listing/photo").soup.find("input", attrs={"name": "csrf_token"})["value"]
    statuses = []
    for _ in range(21):
        data = {"csrf_token": token, "do": "upload", "file": (io.BytesIO(b"no photo"), "a.jpg")}
        statuses.append(browser.client.post("/my-listing/photo", data=data).status_code)
    assert set(statuses[:20]) == {422}
    assert statuses[20] == 429


@pytest.mark.parametrize(
    ("path", "button", "with_password"),
    [
        ("/account/sign-in", "Sign in", True),
        ("/account/recover", "Send the letter", False),
        ("/account/confirm", "Send the letter", False),
        ("/account/register", "Create the account", True),
    ],
)
def test_neither_words_nor_time_tell_whether_an_address_is_known(app, session, path, button, with_password):
    make_account(session, email="known@example.org", confirmed_at=None if path == "/account/confirm" else now())
    answers = {}
    for email in ("known@example.org", "nobody@example.org", "nobody.else@example.org") * 3:
        browser = Browser(app, session)
        browser.open(path)
        browser.fill("E-mail", email)
        if with_password:
            browser.fill("Password", "lantern orchard wrong 42")
        started = time.perf_counter()
        page = browser.press(button)
        spent = time.perf_counter() - started
        words = page.text.replace(email, "…")
        answers.setdefault(email, []).append((spent, page.status, page.url, words, page.errors))
    known, unknown = answers["known@example.org"], answers["nobody@example.org"]
    assert known[0][1:] == unknown[0][1:]
    # The least of three: a disk or a machine that stands still once tells nobody anything.
    quick, slow = sorted(min(one[0] for one in some) for some in (known, unknown))
    assert slow < 4 * quick + 0.1


def test_threads_that_count_at_once_after_a_pause_all_get_through(sqlite_app):
    class Slow(MemoryStorage):
        """So slow between making its timer and starting it that another thread makes one meanwhile."""

        @property
        def timer(self):
            return self.kept

        @timer.setter
        def timer(self, made):
            self.kept = made
            # Nothing is waited for: it makes the moment wide in which two threads would meet.
            time.sleep(0.05)

    storage = Slow()
    storage.timer.join()
    with ThreadPoolExecutor(4) as threads:
        counted = list(threads.map(lambda _: storage.incr("somebody", 60), range(4)))
    assert max(counted) == 4
