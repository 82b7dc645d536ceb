"""Moderators for the tests of appeals and objections."""

from __future__ import annotations

import pytest

from ..browser import Browser
from ..factories import make_account


@pytest.fixture
def moderators(app, session):
    """Browsers of two moderators."""
    made = [Browser(app, session), Browser(app, session)]
    for browser in made:
        browser.account = make_account(session, "moderator")
        browser.sign_in(browser.account)
    return made
