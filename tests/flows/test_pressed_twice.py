"""A button pressed twice, as many do: on PostgreSQL both requests run at once, and neither may fail."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from directory_app.models import Account, AuditEntry, CaseNote, NewAddress, RuleChange

from ..browser import PASSWORD, Browser
from ..factories import make_account, make_listing
from .instants import at_the_same_instant


@pytest.fixture
def press_twice(busy_postgres):
    """Press a button of the page that somebody has open, and press it again before the answer is there."""

    def press(browser, button):
        twice = [Browser(busy_postgres) for _ in range(2)]
        for one in twice:
            one.client._cookies = dict(browser.client._cookies)
            one.page = browser.page
        return at_the_same_instant([lambda one=one: one.press(button) for one in twice])

    return press


def test_who_registers_with_two_clicks_has_an_account_and_reads_so(busy_postgres, press_twice):
    browser = Browser(busy_postgres)
    browser.open("/account/register")
    browser.fill("E-mail address", "two-clicks@example.org")
    browser.fill("Password", PASSWORD)
    first, second = press_twice(browser, "Create the account")
    assert (first.status, second.status, first.h1) == (200, 200, second.h1)
    with busy_postgres.extensions["sessions"]() as session:
        assert session.scalar(select(func.count()).where(Account.email == "two-clicks@example.org")) == 1


def test_who_asks_for_another_address_with_two_clicks_is_told_twice_that_a_letter_is_on_its_way(
    busy_postgres, press_twice
):
    with busy_postgres.extensions["sessions"]() as session:
        account = make_account(session)
        session.commit()
        browser = Browser(busy_postgres)
        browser.sign_in(account)
        browser.open("/account/e-mail")
        browser.fill("New e-mail address", "two-letters@example.org")
        for page in press_twice(browser, "Send the link"):
            assert "A letter with a link has gone to two-letters@example.org" in page.text
        assert session.scalar(select(func.count()).where(NewAddress.email == "two-letters@example.org")) == 1


def test_a_setting_that_is_saved_twice_at_once_is_saved_once_and_the_other_is_told(busy_postgres, press_twice):
    with busy_postgres.extensions["sessions"]() as session:
        administrator = make_account(session, "administrator")
        session.commit()
        browser = Browser(busy_postgres)
        browser.sign_in(administrator)
        browser.open("/administration/settings/promises")
        browser.fill("Days until a decision", "5")
        browser.fill("Why", "Fewer people wait.")
        pages = press_twice(browser, "Save")
        assert {page.status for page in pages} <= {200, 409}
        assert any(page.status == 200 for page in pages)
        assert all("saved or deleted in another tab" in page.text for page in pages if page.status == 409)
        assert session.scalar(select(func.count()).where(RuleChange.key == "REVIEW_PROMISE_DAYS")) == 1


def test_a_note_that_is_deleted_twice_at_once_is_noted_once(busy_postgres, press_twice):
    with busy_postgres.extensions["sessions"]() as session:
        listing = make_listing(session, "submitted")
        moderator = make_account(session, "moderator")
        session.add(CaseNote(listing=listing, author=moderator, text="I phoned the board."))
        session.commit()
        browser = Browser(busy_postgres)
        browser.sign_in(moderator)
        browser.open(f"/moderation/cases/{listing.revisions[0].id}")
        assert {page.status for page in press_twice(browser, "Delete my note")} <= {200, 404, 409}
        deleted = select(func.count()).where(AuditEntry.action == "note_deleted", AuditEntry.actor_id == moderator.id)
        assert session.scalar(deleted) == 1
