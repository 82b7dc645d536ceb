"""A form that stood open too long, and one gone back to after it was sent."""

from __future__ import annotations

from sqlalchemy import select

from directory_app.models import Message

from .test_views import WORDS, begin, listing, stored

__all__ = ["listing"]


def outdate(browser):
    """What happens to every form of a page when somebody signs in or out in another tab."""
    for token in browser.page.soup.find_all("input", attrs={"name": "csrf_token"}):
        token["value"] = "of another session"


def test_a_message_from_a_page_that_was_open_too_long_is_not_lost(browser, session, listing):
    begin(browser, listing)
    outdate(browser)
    page = browser.press("Send the message")
    assert page.status == 400
    assert page.h1 == "This page was open for too long"
    assert "Nothing was sent" in page.text
    assert "does not make sense" not in page.text
    assert stored(session) == 0
    assert browser.press("Send it again").h1 == "Your message is on its way"
    assert session.scalars(select(Message)).one().body == WORDS


def test_where_a_password_is_needed_the_page_is_opened_again(browser, session, listing):
    browser.open("/account/sign-in")
    browser.fill("Email", "ada@example.org")
    browser.fill("Password", "a secret of mine")
    outdate(browser)
    page = browser.press("Sign in")
    assert page.h1 == "This page was open for too long"
    assert "a secret of mine" not in page.html
    assert not [one for one in page.soup.find_all("button") if "Send it again" in one.text]
    assert browser.follow("Open the page again").h1 == "Sign in"


def test_what_another_site_sends_can_not_be_sent_on_with_a_button(browser, session, listing):
    begin(browser, listing)
    path = f"/therapists/{listing.slug}/message"
    answer = browser.client.post(path, data={"text": WORDS, "name": "Eve"}, headers={"Origin": "null"})
    assert answer.status_code == 400
    assert "Send it again" not in answer.get_data(as_text=True)
