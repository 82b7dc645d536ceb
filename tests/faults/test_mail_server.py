"""A mail server that is away, refuses, is busy, or hangs up: letters wait, leave when they can, and are not doubled."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine

from benchmarks.faults.post import Post
from directory_app import create_app, delivery, mail
from directory_app.models import now

from ..conftest import TESTING
from ..letters import all_letters
from ..services.sqlite import copy_database


@pytest.fixture(scope="module")
def post():
    """A mail server."""
    with Post() as opened:
        yield opened


@pytest.fixture
def app(sqlite_app, tmp_path, post):
    """An application that sends its letters there."""
    copy_database(sqlite_app, tmp_path)
    settings = {name: value for name, value in TESTING.items() if name != "MAIL_BACKEND"}
    server = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": post.port, "MAIL_TLS": False}
    made = create_app({**settings, "DATA": str(tmp_path), **server})
    post.behaviour = "well"
    post.letters.clear()
    yield made
    made.extensions["engine"].dispose()


def write(app, *recipients):
    with app.extensions["sessions"]() as session:
        for one in recipients:
            mail.queue(session, one, "Hello", "Text")
        session.commit()


def waiting(app):
    with app.extensions["sessions"]() as session:
        waiting = [one for one in all_letters(session) if one.sent_at is None]
        return [(one.recipient, one.attempts, one.last_error) for one in waiting]


def knock_again(app):
    app.extensions["mail server away until"] = 0.0


def test_letters_outlast_a_mail_server_that_is_away_for_days_and_leave_once_it_is_back(app, post):
    write(app, "ana@example.org", "ben@example.org")
    post.close()
    try:
        for day in range(40):
            with time_machine.travel(now() + timedelta(hours=4 * day)):
                knock_again(app)
                assert delivery.sweep(app) == 0
        assert [(who, attempts) for who, attempts, _ in waiting(app)] == [
            ("ana@example.org", 0),
            ("ben@example.org", 0),
        ]
    finally:
        post.open()
    assert delivery.sweep(app) == 0, "nobody knocks again at once: other jobs have their turn"
    knock_again(app)
    assert delivery.sweep(app) == 2
    assert sorted(post.letters.values()) == [1, 1]


def test_a_server_that_refuses_one_address_for_good_keeps_no_other_letter_waiting(app, post):
    post.behaviour = "never"
    write(app, "nobody@example.org")
    assert delivery.sweep(app) == 0
    assert waiting(app) == [("nobody@example.org", mail.GIVE_UP_AFTER, "LetterRefused")]
    post.behaviour = "well"
    write(app, "ana@example.org")
    assert delivery.sweep(app) == 1


def test_a_busy_server_gets_the_letter_later(app, post):
    post.behaviour = "busy"
    write(app, "ana@example.org")
    assert delivery.sweep(app) == 0
    assert [attempts for _, attempts, _ in waiting(app)] == [1]
    post.behaviour = "well"
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert delivery.sweep(app) == 1
    assert sum(post.letters.values()) == 1


def test_a_server_that_hangs_up_with_a_letter_in_hand_gets_it_again_under_the_same_key(app, post):
    post.behaviour = "hangs up"
    write(app, "ana@example.org")
    assert delivery.sweep(app) == 0
    post.behaviour = "well"
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert delivery.sweep(app) == 1
    assert list(post.letters.values()) == [2], "two copies, which a mailbox can know as one"


def test_a_slow_server_gets_each_letter_once_and_does_not_hold_up_other_jobs(app, post, monkeypatch):
    monkeypatch.setattr(delivery, "CONNECTING_SECONDS", 0.2)
    app.config["MAIL_TIMEOUT"] = 0.2
    app.extensions["mailman"].timeout = 0.2
    monkeypatch.setattr(mail, "BATCH_SECONDS", 0.5)
    post.behaviour, post.seconds = "slow", 0.4
    write(app, *(f"somebody{number}@example.org" for number in range(5)))
    begun, sent = time.monotonic(), delivery.sweep(app)
    assert 0 < sent < 5
    assert time.monotonic() - begun < 2
    while sent < 5:
        sent += delivery.sweep(app)
    assert sorted(post.letters.values()) == [1] * 5


def test_a_letter_written_by_a_clock_that_was_ahead_leaves_after_it_was_set_right(app, post):
    with time_machine.travel(now() + timedelta(hours=9)):
        write(app, "ana@example.org")
    assert delivery.sweep(app) == 1
