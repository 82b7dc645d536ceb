"""A form that stood open too long, and one gone back to after it was sent."""

from __future__ import annotations

from sqlalchemy import select

from directory_app.models import Message

from ..letters import letters_to
from ..waiting import a_minute_ago, days_later
from .test_views import WORDS, begin, listing, stored

__all__ = ["listing"]


def outdate(browser):
    """What happens to every form of a page when somebody signs in or out in another tab."""
    for token in browser.page.all("input[name=csrf_token]"):
        token.attrs["value"] = "of another session"


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
    browser.open("/account/register")
    browser.fill("E-mail address", "ada@example.org")
    browser.fill("Password", "a secret of mine")
    outdate(browser)
    page = browser.press("Create the account")
    assert page.h1 == "This page was open for too long"
    assert "a secret of mine" not in page.html
    assert not [one for one in page.soup.find_all("button") if "Send it again" in one.text]
    assert browser.follow("Open the page again").h1 == "Create an account"


def test_what_another_site_sends_can_not_be_sent_on_with_a_button(browser, session, listing):
    begin(browser, listing)
    path = f"/therapists/{listing.slug}/message"
    answer = browser.client.post(path, data={"text": WORDS, "name": "Eve"}, headers={"Origin": "null"})
    assert answer.status_code == 400
    assert "Send it again" not in answer.get_data(as_text=True)


def test_going_back_after_sending_says_that_it_was_sent(browser, session, listing):
    checked = begin(browser, listing)
    browser.press("Send the message")
    browser.page = checked
    page = browser.press("Send the message")
    assert "It was not sent a second time." in page.text
    browser.page = checked
    assert browser.press("Change it").h1 == "You have sent this message already"
    assert stored(session) == 1
    assert len(letters_to(session, "ada@example.org")) == 1


def test_other_words_on_a_form_that_was_sent_are_neither_lost_nor_called_sent(browser, session, listing):
    with a_minute_ago():
        written = browser.open(f"/therapists/{listing.slug}/message")
    for label, typed in (("Your name", "Vera"), ("Your e-mail", "vera@example.org"), ("Your message", WORDS)):
        browser.fill(label, typed)
    browser.check("No emergency sign is true of me")
    browser.press("Check your message")
    browser.press("Send the message")
    browser.page = written
    browser.fill("Your message", "Wednesday would be possible, too.")
    page = browser.press("Check your message")
    assert page.h1 == "You have sent this message already"
    assert WORDS in page.text
    assert stored(session) == 1
    page = browser.press("Write another message with these words")
    assert page.value("Your message") == "Wednesday would be possible, too."
    with days_later(0.01):
        browser.press("Check your message")
        assert browser.press("Send the message").h1 == "Your message is on its way"
    assert stored(session) == 2
