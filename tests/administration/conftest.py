"""An administrator, signed in."""

from __future__ import annotations

import pytest

from ..factories import make_account


@pytest.fixture
def administrator(browser, session):
    """The browser of an administrator."""
    browser.account = make_account(session, "administrator")
    browser.sign_in(browser.account)
    return browser
