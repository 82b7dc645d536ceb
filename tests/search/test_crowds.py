"""A crowd that searches at once is asked to wait a moment; profiles stay open meanwhile."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import pytest

from directory_app.errors import Crowded
from directory_app.turnstile import AT_ONCE, WAITING, Turnstile

from ..factories import make_listing


def test_while_too_many_search_the_next_is_asked_to_come_back_and_profiles_open(app, session, browser):
    listing = make_listing(session, state="published")
    turnstile = app.extensions["turnstile"]
    turnstile._seconds = 0.05
    with ExitStack() as crowd:
        for _ in range(AT_ONCE):
            crowd.enter_context(turnstile.passed())
        refused = browser.open("/search?place=Portland, OR")
        assert refused.status == 503
        assert "Very many people are searching right now" in refused.text
        assert refused.headers["Retry-After"] == "3"
        assert browser.open(f"/therapists/{listing.slug}").status == 200
    turnstile._seconds = 4.0
    assert browser.open("/search?place=Portland, OR").status == 200


def test_a_few_wait_their_turn_and_one_more_is_sent_away_at_once():
    turnstile, through = Turnstile(seconds=5.0), []

    def visit(number: int) -> None:
        with turnstile.passed():
            through.append(number)

    with ExitStack() as crowd:
        for _ in range(AT_ONCE):
            crowd.enter_context(turnstile.passed())
        waiting = [threading.Thread(target=visit, args=(number,)) for number in range(WAITING)]
        for one in waiting:
            one.start()
        until = time.monotonic() + 5
        while turnstile._here._value and time.monotonic() < until:
            pass
        started = time.monotonic()
        with pytest.raises(Crowded), turnstile.passed():
            pass
        assert time.monotonic() - started < 1
        assert not through
    for one in waiting:
        one.join()
    assert sorted(through) == list(range(WAITING))
