"""What the overview of a listing says comes first, in each state."""

from __future__ import annotations

import pytest

from directory_app.models import ListingState

from ..factories import make_account, make_listing, make_message

PAUSED = "Show it again whenever you like."
NOTHING_TODAY = "There is nothing to do today."


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("submitted", "There is nothing to do: the moderator is next."),
        ("changes_requested", "Read what the moderator asks for, change it, and send it in again."),
        ("published", NOTHING_TODAY),
    ],
)
def test_the_first_thing_to_do_follows_from_where_the_listing_stands(browser, session, state, says):
    browser.sign_in(make_listing(session, state).account)
    assert says in browser.open("/my-listing").text


@pytest.mark.parametrize(
    ("state", "says"),
    [(ListingState.PAUSED, PAUSED), (ListingState.SUSPENDED, "You can go on reading and changing what you wrote.")],
)
def test_a_listing_that_is_not_shown_says_whose_turn_it_is(browser, session, state, says):
    listing = make_listing(session, "published", account=make_account(session))
    listing.state = state
    browser.sign_in(listing.account)
    page = browser.open("/my-listing")
    assert says in page.text
    assert NOTHING_TODAY not in page.text


@pytest.mark.parametrize(
    ("letters", "says"),
    [(1, "A new message waits for you. Read it"), (2, "2 new messages wait for you. Read them")],
)
def test_visitors_who_wait_come_before_all_else(browser, session, letters, says):
    listing = make_listing(session, "published")
    for _ in range(letters):
        make_message(session, listing)
    browser.sign_in(listing.account)
    page = browser.open("/my-listing")
    assert says in page.text
    assert browser.follow("Read them" if letters > 1 else "Read it").h1 == "Messages from visitors"
