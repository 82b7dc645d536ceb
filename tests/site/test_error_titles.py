"""A page that shows what is wrong with a form says so in its title, which a screen reader reads first."""

from __future__ import annotations

import pytest

from ..factories import make_account, make_listing


@pytest.fixture
def listed(session):
    """A listing that visitors can write to and report."""
    return make_listing(session, "published")


def title(page):
    """What the browser's tab and a screen reader say first."""
    return page.soup.title.get_text(strip=True)


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/account/register", "Create the account"),
        ("/account/sign-in", "Sign in"),
        ("/therapists/{slug}/message", "Check"),
        ("/therapists/{slug}/report", "Send"),
        ("/confirm", "Go on"),
    ],
)
def test_a_form_of_visitors_sent_empty_begins_its_title_with_error(browser, listed, path, button):
    asked = browser.open(path.format(slug=listed.slug))
    assert not title(asked).startswith("Error")
    refused = browser.press(button)
    assert refused.errors
    assert title(refused) == f"Error: {title(asked)}"
    assert refused.html.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("path", "label", "typed", "button"),
    [
        ("/my-listing/contact", "Phone number", "not a number", "Save and continue"),
        ("/my-listing/licence", "Valid until", "some day", "Save and continue"),
        ("/my-listing/pause", "Show it again on", "some day", "Hide my listing"),
    ],
)
def test_a_form_of_a_therapist_with_a_mistake_begins_its_title_with_error(browser, listed, path, label, typed, button):
    browser.sign_in(listed.account)
    asked = browser.open(path)
    browser.fill(label, typed)
    refused = browser.press(button)
    assert refused.errors
    assert title(refused) == f"Error: {title(asked)}"


def test_a_form_of_an_administrator_with_a_mistake_begins_its_title_with_error(browser, session):
    browser.sign_in(make_account(session, "administrator"))
    asked = browser.open("/administration/invite")
    refused = browser.press("Send the invitation")
    assert refused.errors
    assert title(refused) == f"Error: {title(asked)}"
