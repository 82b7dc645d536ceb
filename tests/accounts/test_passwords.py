"""Which passwords are taken."""

from __future__ import annotations

import threading
import time

import pytest

from directory_app.login import passwords

from ..waiting import least_seconds

GOOD = (
    "lantern orchard meadow 42",
    "тихая река и старый мост",
    "静かな川と古い橋と赤い月の夜",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z and more",
    "".join(chr(33 + number * number % 89) for number in range(128)),
)
SITE = "Clear Hands"


@pytest.mark.parametrize("password", GOOD)
def test_long_ones_of_any_script_are_taken(password):
    assert passwords.fault_of(password, "ana@example.org", SITE) == ""


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short one", passwords.TOO_SHORT),
        ("qwertyuiop123", passwords.COMMON),
        ("Iloveyou1234", passwords.COMMON),
        ("aaaaaaaaaaaaaaaa", passwords.COMMON),
        ("Qx7-Clear-Hands-91", passwords.OF_THE_SITE.format(SITE)),
        ("Qx7-THERAPIST-zz91", passwords.OF_THE_SITE.format("therapist")),
        ("Qx7-marguerite-91zz", passwords.OF_THE_SITE.format("marguerite")),
        ("abcabcabcabcabcabd", passwords.EASY),
    ],
)
def test_known_and_easy_ones_are_refused_with_the_reason(password, fault):
    assert passwords.fault_of(password, "marguerite@example.org", SITE) == fault


@pytest.mark.parametrize("password", ["x" * 4000, "correct horse " * 250, "a1!" * 1300, "пароль" * 340])
def test_no_length_takes_long(password):
    assert least_seconds(lambda: passwords.fault_of(password, "ana@example.org", SITE)) < 1


def test_two_are_hashed_at_once_and_no_more():
    running, most, lock = 0, 0, threading.Lock()

    class Slow:
        def hash(self, _password):
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            # Time for a third to come in if it could; nothing is waited for that might not happen.
            time.sleep(0.05)
            with lock:
                running -= 1

    few = passwords.FewAtOnce(Slow())
    threads = [threading.Thread(target=few.hash, args=("x",)) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == 2


def test_a_very_long_password_is_taken_and_a_monstrous_one_is_refused_politely(browser, session):
    for password, status in (("lantern orchard meadow " * 8, 200), ("lantern " * 600, 400)):
        browser.open("/account/register")
        browser.fill("E-mail", f"new{status}@example.org")
        browser.fill("Password", password)
        page = browser.press("Create the account")
        assert page.status == status
        assert page.h1 == ("Look into your mail" if status == 200 else "That request does not make sense to us")
