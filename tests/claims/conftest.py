"""Listings without an account, and people who claim them."""

from __future__ import annotations

import re

import pytest

from directory_app.claims.actions import Site

from ..browser import Browser
from ..factories import make_account, make_unclaimed
from ..letters import letters_to

SITE = Site("https://directory.example.org", "a key for tests that is long enough to be one", 3)
PUBLISHED = "desk@practice.example.org"


@pytest.fixture
def unclaimed(session):
    """A public listing that nobody has claimed."""
    return make_unclaimed(session, email=PUBLISHED)


@pytest.fixture
def claimant(app, session):
    """The browser of somebody with a new account."""
    return signed_in(app, session)


def signed_in(app, session, role="therapist", account=None):
    """A browser with somebody signed in."""
    browser = Browser(app, session)
    browser.account = account or make_account(session, role)
    browser.sign_in(browser.account)
    return browser


def claim(browser, listing, way="By a code to the published e-mail address"):
    """Claim a listing in this way."""
    browser.open(f"/therapists/{listing.slug}/claim")
    browser.choose(way)
    return browser.press("Claim this listing")


def letters(session, recipient):
    """Subjects of all letters to an address, oldest first."""
    return [one.subject for one in letters_to(session, recipient)]


def code_sent(session, recipient=PUBLISHED):
    """The code in the newest letter that has one."""
    newest = reversed(letters_to(session, recipient))
    found = (re.search(r"^(\d{4} \d{4})$", one.text, re.MULTILINE) for one in newest)
    return next(one[1] for one in found if one)


def enter(browser, code):
    """Type a code on the page of the claim."""
    browser.fill("Code", code)
    return browser.press("Enter the code")
