"""Codes, clients and days for tests of confirmations."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from directory_app import confirming
from directory_app.confirming import Door, Maker, SessionFacts, Thresholds
from directory_app.models import Confirmation, now

from ..browser import switch
from ..factories import make_listing
from ..waiting import a_minute_ago

SECRET = "a key for tests that is long enough to be one"
NEVER = Thresholds(burst=1000, same_network=1000, same_answers=1000)
YES = {"Q1": "yes", "Q2": "yes", "Q3": "yes", "Q4": "yes", "Q5": "none"}
NO = {"Q1": "no", "Q2": "no", "Q3": "no", "Q4": "no", "Q5": "lots"}
UNSURE = dict.fromkeys(YES, "unsure")

_keys = itertools.count(1)


@pytest.fixture
def listing(session):
    """A public listing that clients can confirm."""
    return make_listing(session, "published", name="Ada Near")


def make_codes(session, listing, number=1):
    """Codes of a new sheet, as the therapist gets them."""
    key = f"{listing.id}:sheet-{next(_keys)}"
    maker = Maker(listing.account, "198.51.100.1", SECRET)
    confirming.make_sheet(session, listing, maker, number, key)
    return [confirming.grouped(one) for one in confirming.codes_of(SECRET, key, number)]


def door(network=None):
    """A form of its own, from a network of its own."""
    number = next(_keys)
    return Door(f"form-{number}", network or f"203.0.113.{number % 250}-{number}", SECRET)


def send(session, listing, answers=None, *, network=None, thresholds=NEVER):
    """One client reports; the confirmation and its form."""
    code = confirming.read_code(make_codes(session, listing)[0])
    facts = SessionFacts(now().date().replace(day=1), answers or YES)
    through = door(network)
    return confirming.take(session, code, facts, through, thresholds), through


def fixed(day):
    """The clock at noon of a day of 2026."""
    month, number = day
    return time_machine.travel(datetime(2026, month, number, 12, tzinfo=UTC))


def count_on(session, listing, day):
    """What is counted on this day of 2026, and how many are."""
    with fixed(day):
        ready = listing.id in confirming.counting.waiting_listings(session)
        return confirming.count_waiting(session, listing.id) if ready else 0


def later(**by):
    """The clock so much later."""
    return time_machine.travel(now() + timedelta(**by))


def fill(browser, code, oil="None, or only at the end"):
    """Open the form and answer everything."""
    with a_minute_ago():
        browser.open(f"/confirm/{code}")
    browser.choose("Yes, most or all of it")
    browser.choose("For a part of it")
    for name in ("q3", "q4"):
        switch(browser.page.one(f"input[name={name}][value=yes]"), "checked")
    browser.choose(oil)
    return browser


def kept(session):
    return session.scalars(select(Confirmation).order_by(Confirmation.id)).all()
