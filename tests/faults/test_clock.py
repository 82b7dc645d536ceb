"""The clock jumps by hours, forwards and backwards: nobody is locked out, nothing becomes immortal or is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from directory_app import audit, chain
from directory_app.models import AuditEntry, Message, now

from ..factories import CLINICAL, make_account, make_listing

SAVED = "I work slowly and wait until the tissue softens."


@pytest.fixture
def database_app(sqlite_app):
    """On SQLite only: no part of this depends on the database."""
    return sqlite_app


@pytest.mark.parametrize("hours", [-25, -5, 5, 23])
def test_a_therapist_goes_on_writing_over_a_jump_of_the_clock(session, browser, hours):
    listing = make_listing(session, "draft")
    browser.sign_in(listing.account)
    browser.open("/my-listing/questions/Q2")
    with time_machine.travel(now() + timedelta(hours=hours)):
        browser.fill("In your own words", SAVED)
        page = browser.press("Save and continue")
        if hours == -25:
            # A sign-in from so far ahead is over; what was typed is there after the next one.
            assert page.h1 == "Sign in"
            browser.fill("E-mail", listing.account.email)
            browser.fill("Password", "lantern orchard meadow 42")
            page = browser.press("Sign in")
            assert SAVED in str(page.soup)
        else:
            assert "Question 3 of 5" in page.text
            session.refresh(listing.revisions[0], ["answers"])
            assert listing.revisions[0].answer("Q2").text == SAVED


@pytest.mark.parametrize("hours", [-26, -3, 3, 26])
def test_a_visitor_sends_a_message_over_a_jump_of_the_clock_with_one_press(session, browser, hours):
    slug = make_listing(session, "published").slug
    browser.open(f"/therapists/{slug}/message")
    browser.fill("Your name", "Vera")
    browser.fill("Your e-mail", "vera@example.org")
    browser.fill("Your message", "May I come on Monday?")
    browser.check("No emergency sign is true of me")
    with time_machine.travel(now() + timedelta(hours=hours)):
        browser.press("Check your message")
        page = browser.press("Send")
    assert page.status == 200
    assert session.scalar(select(func.count()).select_from(Message)) == 1


def test_a_moderator_whose_sign_in_is_from_the_future_signs_in_again(session, browser):
    moderator = make_account(session, "moderator")
    browser.sign_in(moderator)
    assert browser.open("/moderation").h1 != "Sign in"
    with time_machine.travel(now() - timedelta(hours=2)):
        assert browser.open("/moderation").h1 == "Sign in"
        browser.sign_in(moderator)
        assert browser.open("/moderation").h1 != "Sign in"


def test_the_audit_holds_whatever_the_clock_did(session):
    account = make_account(session)
    for hours in (0, 30, -30, 1):
        with time_machine.travel(now() + timedelta(hours=hours)):
            audit.record(session, "account", account.id, account, "tested")
            session.flush()
            chain.append(session, [session.scalars(select(func.max(AuditEntry.id))).one()])
    # Nothing may be linked twice at the end of this test.
    session.info.clear()
    verdict = chain.verify(session)
    assert verdict.fault == ""
    assert verdict.count == 4


def test_search_finds_everybody_whatever_the_clock_did(session, browser):
    make_listing(session, "published", answers=CLINICAL, name="Ada Always")
    for hours in (0, 48, -48, 0):
        with time_machine.travel(now() + timedelta(hours=hours)):
            assert "Ada Always" in browser.open("/search?place=Portland%2C+OR").text
