"""Two people change one listing from two sides: the second waits, and neither makes the other fail.

SQLite has one writer at a time. PostgreSQL locks row by row, and whoever locks in another order than all others meets
them half-way: one of the two is then told that nothing can be saved. So everybody begins with the listing, and whoever
waits for it holds nothing that the first may still want.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from directory_app import db
from directory_app.checking import CheckFound, record_check, withdraw_check
from directory_app.claims import actions as claims
from directory_app.hiding import actions as hiding
from directory_app.integrity.actions import review_flag
from directory_app.interviews import actions as interviews
from directory_app.messages import actions as messages
from directory_app.models import (
    Account,
    BlockedSender,
    CheckOutcome,
    ClaimProof,
    ClaimState,
    FlagState,
    LicenceCheck,
    Listing,
    Message,
    ReportOutcome,
    Revision,
    now,
)
from directory_app.moderation.actions import close_report
from directory_app.my_score import actions as my_score

from ..browser import Browser
from ..factories import (
    make_account,
    make_claim,
    make_decision,
    make_flag,
    make_hidden,
    make_interview,
    make_listing,
    make_message,
    make_report,
    make_unclaimed,
)

SITE = claims.Site("https://directory.example.org", "a key for tests that is long enough to be one", 3)
# Not asked of pg_stat_activity, which stays as it was first seen in a transaction.
WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
NOTHING_FOUND = CheckFound(CheckOutcome.NOT_FOUND, "OR-1", "Oregon Board", "the register of Oregon")


def claim_of(session, proof=ClaimProof.DOCUMENT, state=ClaimState.WAITING):
    return make_claim(session, make_unclaimed(session), proof=proof, state=state)


def claim_with_code(session):
    claim = claim_of(session, ClaimProof.EMAIL, ClaimState.OPEN)
    claims.send_code(session, claim, SITE)
    claim.code_hash = claims._hashed(SITE.secret, claim, "12345678")
    return claim


def licence(session):
    return make_listing(session, "published").licences[0]


def check(session):
    stated = licence(session)
    made = LicenceCheck(
        listing=stated.listing, licence=stated, outcome=CheckOutcome.FOUND, withdraw_reason="", ends_on=now().date()
    )
    session.add(made)
    return made


def public_version(session):
    return make_listing(session, "published").revisions[0]


def rejected(session):
    listing = make_listing(session, "changes_requested")
    return make_decision(session, listing.revisions[0], "ask_for_changes")


# What is changed, as it is made; who changes it, given the session and somebody to do it.
CHANGES = {
    "a claim is proved by its code": (
        claim_with_code,
        lambda session, claim, _: claims.enter_code(session, claim, "1234 5678", SITE),
    ),
    "another code is sent": (
        lambda session: claim_of(session, ClaimProof.EMAIL, ClaimState.OPEN),
        lambda session, claim, _: claims.send_code(session, claim, SITE),
    ),
    "a document is sent": (
        claim_of,
        lambda session, claim, _: claims.add_document(session, claim, b"%PDF-1.7 %%EOF", "application/pdf"),
    ),
    "a claim is refused": (claim_of, lambda session, claim, who: claims.refuse(session, claim, who, "", SITE)),
    "a licence is looked up": (
        licence,
        lambda session, licence, who: record_check(session, licence, who, NOTHING_FOUND),
    ),
    "a look into a register is taken back": (
        check,
        lambda session, check, who: withdraw_check(session, check, who, "The wrong person."),
    ),
    "a flag is reviewed": (
        lambda session: make_flag(session, public_version(session)),
        lambda session, flag, who: review_flag(session, flag, who, FlagState.DISMISSED, "Own words.", seen="open"),
    ),
    "a hidden part is shown": (
        lambda session: make_hidden(session, make_listing(session, "published")),
        hiding.show_again,
    ),
    "a report is closed": (
        lambda session: make_report(session, make_listing(session, "published")),
        lambda session, report, who: close_report(session, report, who, ReportOutcome.NO_GROUND, ""),
    ),
    "a decision is appealed": (
        rejected,
        lambda session, decision, who: my_score.appeal(session, decision, who, "Look again.", 3, SITE.address),
    ),
    "an interview is taken back": (
        lambda session: make_interview(session, make_listing(session, "published")),
        lambda session, interview, who: interviews.withdraw(session, interview, who, "Another person."),
    ),
}


def listing_id_of(thing):
    return getattr(thing, "listing_id", None) or thing.revision.listing_id


@pytest.mark.parametrize("change", CHANGES)
def test_who_waits_for_a_listing_holds_nothing_of_it(busy_postgres, change):
    make, act = CHANGES[change]
    sessions = busy_postgres.extensions["sessions"]

    def acts(kind, number, account_id):
        with sessions() as own:
            act(own, own.get_one(kind, number), own.get_one(type(somebody), account_id))
            own.commit()

    with sessions() as first, ThreadPoolExecutor(1) as pool:
        somebody, thing = make_account(first, "moderator"), make(first)
        first.commit()
        rows = [thing, *([thing.revision] if getattr(thing, "revision", None) else [])]
        first.execute(select(Listing.id).where(Listing.id == listing_id_of(thing)).with_for_update()).one()
        second = pool.submit(acts, type(thing), thing.id, somebody.id)
        while not first.scalar(WAITS):
            assert not second.done(), second.result()
        for row in rows:
            held = select(type(row).id).where(type(row).id == row.id).with_for_update(nowait=True)
            first.execute(held).one()
        first.rollback()
        second.result()


def test_a_sender_blocked_twice_at_once_is_blocked_once(busy_postgres):
    sessions = busy_postgres.extensions["sessions"]

    def blocks(message_id, account_id):
        with sessions() as own:
            messages.block(own, own.get_one(Message, message_id), own.get_one(Account, account_id))
            own.commit()

    with sessions() as first, ThreadPoolExecutor(1) as pool:
        listing = make_listing(first, "published")
        message = make_message(first, listing, sender="a digest of an address")
        first.commit()
        messages.block(first, message, listing.account)
        second = pool.submit(blocks, message.id, listing.account_id)
        while not first.scalar(WAITS):
            assert not second.done(), second.result()
        first.commit()
        second.result()
        blocked = select(BlockedSender).where(BlockedSender.listing_id == listing.id)
        assert len(first.scalars(blocked).all()) == 1


def test_who_waits_for_somebody_that_never_ends_is_told_and_loses_no_words(busy_postgres, monkeypatch):
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 200)
    engine = busy_postgres.extensions["engine"]
    engine.dispose()
    with busy_postgres.extensions["sessions"]() as first:
        listing = make_listing(first)
        first.commit()
        browser = Browser(busy_postgres)
        browser.sign_in(listing.account)
        browser.open("/my-listing/questions/Q2")
        browser.fill("In your own words", "Slow, sustained pressure without oil.")
        first.execute(select(Revision.id).where(Revision.listing_id == listing.id).with_for_update()).one()
        page = browser.press("Save and continue")
        assert (page.status, page.headers["Retry-After"]) == (503, "10")
        assert "Slow, sustained pressure without oil." in page.text
        first.rollback()
    engine.dispose()
