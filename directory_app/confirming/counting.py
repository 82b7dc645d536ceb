"""From confirmations to evidence, on fixed days and never fewer than three at once, and what is forgotten when.

The days are the same for all listings and known beforehand, so that the moment at which a score moves says nothing
about when a client answered, and three at least are behind each move.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from .. import audit, publishing, scorekeeping
from ..models import (
    Confirmation,
    ConfirmationSheet,
    ConfirmationState,
    Evidence,
    EvidenceKind,
    Listing,
    RevisionState,
    now,
)
from . import networks
from .facts import counted

DAYS = (1, 15)
FEWEST = 3
KEPT_TO_WITHDRAW = timedelta(days=30)


def last_day(today: date) -> date:
    """The latest counting day up to today."""
    return today.replace(day=max(day for day in DAYS if day <= today.day))


def next_day(today: date) -> date:
    """The first counting day after today."""
    later = [day for day in DAYS if day > today.day]
    if later:
        return today.replace(day=later[0])
    return (today.replace(day=28) + timedelta(days=4)).replace(day=DAYS[0])


def waiting_listings(session: Session) -> list[int]:
    """Listings where something waits that came before the latest counting day."""
    ready = Confirmation.ready_on < last_day(now().date())
    rows = session.execute(
        select(Confirmation.listing_id, Confirmation.id).where(Confirmation.state == ConfirmationState.WAITING, ready)
    )
    found: dict[int, int] = defaultdict(int)
    for listing_id, _ in rows:
        found[listing_id] += 1
    return sorted(listing_id for listing_id, number in found.items() if number >= FEWEST)


def count_waiting(session: Session, listing_id: int) -> int:
    """Turn what waits for this listing since before the latest counting day into evidence; return how many.

    Fewer than three go on waiting.
    """
    listing = session.scalars(select(Listing).where(Listing.id == listing_id).with_for_update()).one()
    ready = session.scalars(
        select(Confirmation)
        .where(
            Confirmation.listing_id == listing_id,
            Confirmation.state == ConfirmationState.WAITING,
            Confirmation.ready_on < last_day(now().date()),
        )
        .order_by(Confirmation.id)
        .with_for_update()
    ).all()
    if len(ready) < FEWEST:
        return 0
    for one in ready:
        one.state = ConfirmationState.COUNTED
        session.add_all(_evidence(one))
    session.flush()
    score_again(session, listing)
    facts = {"number": len(ready)}
    audit.record(
        session, "listing", listing_id, None, "confirmations_counted", target_name=listing.slug or "", after=facts
    )
    return len(ready)


def _evidence(one: Confirmation) -> list[Evidence]:
    observed = datetime.combine(one.month, time.min, UTC)
    return [
        Evidence(
            listing_id=one.listing_id,
            question_id=question_id,
            kind=EvidenceKind.CLIENT,
            value=value,
            observed_at=observed,
            confirmation_id=one.id,
        )
        for question_id, value in counted(one.answers).items()
    ]


def score_again(session: Session, listing: Listing) -> None:
    """Score the public version and one that waits again, and bring the public listing up to date."""
    for revision in listing.revisions:
        if revision.state in (RevisionState.APPROVED, RevisionState.SUBMITTED):
            scorekeeping.rescore(session, revision)
    publishing.refresh(session, listing)


def forget(session: Session) -> None:
    """Erase networks of earlier days, codes that ran out, and after 30 days what tied a receipt to a confirmation."""
    today = now().date()
    networks.forget(session, today)
    keep = {"synchronize_session": False}
    session.execute(delete(ConfirmationSheet).where(ConfirmationSheet.expires_on < today), execution_options=keep)
    old = Confirmation.received_at < now() - KEPT_TO_WITHDRAW
    settled = Confirmation.state.not_in((ConfirmationState.HELD, ConfirmationState.WAITING))
    session.execute(
        update(Confirmation).where(old, Confirmation.receipt_hash.is_not(None)).values(receipt_hash=None, key=None),
        execution_options=keep,
    )
    session.execute(update(Confirmation).where(old, settled).values(received_at=None), execution_options=keep)
