"""The same button pressed in two places at the very same moment, on both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError, Event

import pytest
from sqlalchemy import select

from directory_app import create_app, login, migrations
from directory_app.confirming import codes, counting, taking
from directory_app.login.factors import RecoveryCodes
from directory_app.models import (
    Answer,
    AuditEntry,
    Confirmation,
    ConfirmationState,
    Evidence,
    Listing,
    OutgoingMail,
    Revision,
    RevisionState,
    now,
)
from directory_app.sign_ins import digest

from ..browser import PASSWORD, Browser
from ..conftest import TESTING
from ..factories import make_account, make_listing
from ..services.postgres import fresh_database

TIMES = 5


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_app(request, tmp_path_factory):
    """An application of its own: what happens at once has to be committed for real."""
    url = "" if request.param == "sqlite" else fresh_database(request.getfixturevalue("postgres_server"))
    app = create_app({**TESTING, "DATA": str(tmp_path_factory.mktemp("at-once")), "DATABASE_URL": url})
    migrations.upgrade(app)
    with app.app_context():
        login.ensure_roles()
        login.session.commit()
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def rows(shared_app):
    """A session that commits."""
    with shared_app.extensions["sessions"]() as opened:
        yield opened


def at_once(app, account, prepare, button):
    """Press `button` in two browsers at the same moment; return both pages."""
    browsers = [Browser(app), Browser(app)]
    for browser in browsers:
        browser.sign_in(account)
        prepare(browser)
    barrier = Barrier(2)

    def press(browser):
        barrier.wait()
        return browser.press(button)

    with ThreadPoolExecutor(2) as threads:
        return [future.result() for future in [threads.submit(press, browser) for browser in browsers]]


def test_starting_at_once_makes_one_listing(shared_app, rows):
    for _ in range(TIMES):
        account = make_account(rows)
        rows.commit()
        pages = at_once(shared_app, account, lambda browser: browser.open("/my-listing"), "Start")
        assert [page.url for page in pages] == ["/my-listing/about"] * 2
        listing = rows.scalars(select(Listing).where(Listing.account_id == account.id)).one()
        assert len(listing.revisions) == 1
        rows.commit()


def test_sending_in_at_once_sends_once(shared_app, rows):
    for _ in range(TIMES):
        listing = make_listing(rows)
        rows.commit()
        pages = at_once(shared_app, listing.account, lambda browser: browser.open("/my-listing/check"), "Send it in")
        assert [page.url for page in pages] == ["/my-listing/submitted"] * 2
        rows.expire_all()
        assert listing.revisions[0].state is RevisionState.SUBMITTED
        to_account = select(OutgoingMail).where(
            OutgoingMail.recipient == listing.account.email, OutgoingMail.subject == "We have your listing"
        )
        assert len(rows.scalars(to_account).all()) == 1
        rows.commit()


def test_editing_at_once_begins_one_version(shared_app, rows):
    for _ in range(TIMES):
        listing = make_listing(rows, "published")
        rows.commit()
        pages = at_once(shared_app, listing.account, lambda browser: browser.open("/my-listing"), "Edit my listing")
        assert [page.status for page in pages] == [200, 200]
        rows.expire_all()
        assert [revision.number for revision in listing.revisions] == [1, 2]
        rows.commit()


def test_two_answers_at_once_are_one_saved_and_one_told(shared_app, rows):
    for number in range(TIMES):
        listing = make_listing(rows)
        listing.revisions[0].answers.clear()
        rows.commit()
        texts = iter((f"Left {number}", f"Right {number}"))

        def write(browser, texts=texts):
            browser.open("/my-listing/questions/Q1")
            browser.fill("In your own words", next(texts))

        pages = at_once(shared_app, listing.account, write, "Save and continue")
        assert Counter(page.status for page in pages) == {200: 1, 409: 1}
        told = next(page for page in pages if page.status == 409)
        stored = rows.scalars(select(Answer.text).join(Revision).where(Revision.listing_id == listing.id)).one()
        assert stored in told.text
        assert told.value("In your own words") != stored
        rows.commit()


def test_taking_back_at_once_is_recorded_once(shared_app, rows):
    for _ in range(TIMES):
        listing = make_listing(rows, "submitted")
        rows.commit()
        pages = at_once(shared_app, listing.account, lambda browser: browser.open("/my-listing"), "Take it back")
        assert [page.status for page in pages] == [200, 200]
        rows.expire_all()
        assert listing.revisions[0].state is RevisionState.DRAFT
        recorded = select(AuditEntry).where(
            AuditEntry.action == "withdrawn", AuditEntry.target_id == listing.revisions[0].id
        )
        assert len(rows.scalars(recorded).all()) == 1
        rows.commit()


def test_a_recovery_code_typed_twice_at_once_lets_in_once(shared_app, rows, monkeypatch):
    account = make_account(rows)
    with shared_app.app_context():
        account.tf_primary_method = "authenticator"
        account.tf_totp_secret = shared_app.extensions["security"].totp_factory.generate_totp_secret()
    account.mf_recovery_codes = [digest("abcdefghjkmnpqrs")]
    rows.commit()
    both = Barrier(2)
    check = RecoveryCodes.check_recovery_code

    def check_together(self, user, code):
        right = check(self, user, code)
        # Who waits for the other's lock never comes here in time.
        with suppress(BrokenBarrierError):
            both.wait(1)
        return right

    monkeypatch.setattr(RecoveryCodes, "check_recovery_code", check_together)
    browsers = [Browser(shared_app), Browser(shared_app)]
    for browser in browsers:
        browser.open("/account/sign-in")
        browser.fill("E-mail", account.email)
        browser.fill("Password", PASSWORD)
        browser.press("Sign in")
        browser.open("/account/second-factor/recovery")
        browser.fill("Recovery code", "abcd-efgh-jkmn-pqrs")
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda browser: browser.press("Sign in"), browsers))
    assert sorted(browser.open("/my-listing").h1 == "Sign in" for browser in browsers) == [False, True]


def test_what_is_withdrawn_while_it_is_being_counted_does_not_count(shared_app, rows, monkeypatch):
    secret = "s" * 40
    listing = make_listing(rows, "published")
    for number in range(counting.FEWEST):
        rows.add(
            Confirmation(
                listing_id=listing.id,
                month=date(2026, 1, 1),
                answers={"Q1": "yes"},
                state=ConfirmationState.WAITING,
                ready_on=date(2026, 2, 1),
                received_at=now(),
                key=f"key {number}",
                receipt_hash=codes.hashed(secret, "receipt", f"receipt {number}"),
                tripped=[],
            )
        )
    rows.commit()
    begun, withdrawn = Event(), Event()
    counted = counting.counted

    def slowly(answers):
        begun.set()
        withdrawn.wait(1)
        return counted(answers)

    monkeypatch.setattr(counting, "counted", slowly)

    def count():
        with shared_app.app_context(), shared_app.extensions["sessions"]() as opened:
            counting.count_waiting(opened, listing.id)
            opened.commit()

    def withdraw():
        begun.wait(5)
        with shared_app.app_context(), shared_app.extensions["sessions"]() as opened:
            assert taking.withdraw(opened, "receipt 2", secret)
            opened.commit()
        withdrawn.set()

    with ThreadPoolExecutor(2) as threads:
        for future in [threads.submit(count), threads.submit(withdraw)]:
            future.result()
    rows.expire_all()
    last = rows.scalars(select(Confirmation).where(Confirmation.listing_id == listing.id)).all()[-1]
    assert (last.state, last.answers) == (ConfirmationState.WITHDRAWN, {})
    standing = select(Evidence).where(Evidence.confirmation_id == last.id, Evidence.withdrawn_at.is_(None))
    assert rows.scalars(standing).all() == []
