"""What is deleted by time and belongs to no other job: docs/privacy.md lists all of it. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from ..models import STAFF, Account, CaseLook, Claim, Listing, Report, Role, now
from .erase import erase

WORDS_KEPT = timedelta(days=365)
UNCONFIRMED_KEPT = timedelta(days=30)
MOST_AT_ONCE = 100
QUIETLY = {"synchronize_session": False}


def forget_words(session: Session) -> int:
    """Empty what was written in reports and claims that were closed a year ago; return how many rows."""
    old = now() - WORDS_KEPT
    changed = 0
    for query in (
        update(Report)
        .where(Report.closed_at <= old, (Report.note != "") | (Report.outcome_note != ""))
        .values(note="", outcome_note="")
        .returning(Report.id),
        update(Claim)
        .where(Claim.decided_at <= old, (Claim.contact != "") | (Claim.note != ""))
        .values(contact="", note="", code_hash=None)
        .returning(Claim.id),
    ):
        changed += len(session.execute(query, execution_options=QUIETLY).all())
    return changed


def forget_looks(session: Session) -> int:
    """Delete who looked at which case, once that has run out; return how many."""
    gone = delete(CaseLook).where(CaseLook.until <= now()).returning(CaseLook.subject_id)
    return len(session.execute(gone, execution_options=QUIETLY).all())


def forget_unconfirmed(session: Session) -> int:
    """Delete accounts whose address nobody confirmed within a month; return how many. Staff and listings stay."""
    waits = select(Account).where(
        Account.confirmed_at.is_(None),
        Account.active,
        Account.create_datetime <= now() - UNCONFIRMED_KEPT,
        ~exists().where(Listing.account_id == Account.id),
        ~Account.roles.any(Role.name.in_(STAFF)),
    )
    numbers = [one.id for one in session.scalars(waits.order_by(Account.id).limit(MOST_AT_ONCE))]
    for number in numbers:
        erase(session, session.get_one(Account, number), farewell=False, by="system")
    return len(numbers)
