"""Confirmations that wait for a moderator: patterns are shown, never people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import audit, scorekeeping
from ..errors import IllegalMove, NotFound, StaleVersion
from ..models import Account, AuditEntry, Confirmation, ConfirmationState, Listing, Revision, now
from ..scorekeeping import Effect
from .facts import counted

SHOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class HeldBatch:
    """All held confirmations of one listing as a moderator may see them. `newest` is what a decision is about.

    `hours` counts by hour, oldest first; `alike` is how many share the most frequent answers; `own_tries` how often
    the therapist sent a form with an own code.
    """

    listing: Listing
    name: str
    number: int
    newest: int
    oldest_on: datetime | None
    hours: list[tuple[datetime, int]]
    alike: int
    tripped: dict[str, int]
    own_tries: int
    counted: int


def held_batches(session: Session) -> list[HeldBatch]:
    """Listings with held confirmations, the longest waiting first, then those whose own code was tried."""
    held = session.execute(
        select(Confirmation.listing_id, func.min(Confirmation.id))
        .where(Confirmation.state == ConfirmationState.HELD)
        .group_by(Confirmation.listing_id)
        .order_by(func.min(Confirmation.id))
    ).all()
    ids = [row[0] for row in held]
    tried = session.scalars(
        select(AuditEntry.target_id)
        .where(AuditEntry.action == "own_code_tried", AuditEntry.at >= now() - SHOWN_FOR)
        .group_by(AuditEntry.target_id)
        .order_by(AuditEntry.target_id)
    )
    there = set(
        session.scalars(select(Listing.id).where(Listing.id.in_(others := [one for one in tried if one not in ids])))
    )
    return [held_batch(session, one) for one in [*ids, *(one for one in others if one in there)] if one is not None]


def held_count(session: Session) -> int:
    """How many listings have held confirmations."""
    held = select(Confirmation.listing_id).where(Confirmation.state == ConfirmationState.HELD).distinct()
    return session.scalar(select(func.count()).select_from(held.subquery())) or 0


def held_batch(session: Session, listing_id: int) -> HeldBatch:
    """What is held of one listing, which may be nothing. Raises NotFound for an unknown listing."""
    listing = session.get(Listing, listing_id)
    if listing is None:
        raise NotFound(f"listing {listing_id}")
    rows = _held(session, listing_id)
    shown: Revision = listing.approved or listing.revisions[-1]
    times = Counter(one.received_at for one in rows if one.received_at is not None)
    answers = Counter(tuple(sorted(one.answers.items())) for one in rows)
    return HeldBatch(
        listing=listing,
        name=shown.name,
        number=len(rows),
        newest=max((one.id for one in rows), default=0),
        oldest_on=min(times, default=None),
        hours=sorted(times.items()),
        alike=max(answers.values(), default=0),
        tripped=dict(sorted(Counter(name for one in rows for name in one.tripped).items())),
        own_tries=_own_tries(session, listing_id),
        counted=_counted(session, listing_id),
    )


def effect_if_released(session: Session, listing_id: int) -> Effect | None:
    """What everything held for a listing would do to its public score if it counted now.

    None where nothing is held or public, or clients' reports do not count.
    """
    listing = session.get(Listing, listing_id)
    approved = listing.approved if listing else None
    rows = _held(session, listing_id)
    if approved is None or not rows:
        return None
    reports = [
        (question_id, value, datetime.combine(one.month, time.min, UTC))
        for one in rows
        for question_id, value in counted(one.answers).items()
    ]
    return scorekeeping.effect_of_reports(session, approved, reports)


def waiting_beside(session: Session, listing_id: int) -> int:
    """How many confirmations of a listing wait for the next counting day without being held."""
    there = select(func.count()).where(
        Confirmation.listing_id == listing_id, Confirmation.state == ConfirmationState.WAITING
    )
    return session.scalar(there) or 0


def _held(session: Session, listing_id: int) -> list[Confirmation]:
    held = Confirmation.state == ConfirmationState.HELD
    return list(
        session.scalars(
            select(Confirmation).where(Confirmation.listing_id == listing_id, held).order_by(Confirmation.id)
        )
    )


def _own_tries(session: Session, listing_id: int) -> int:
    tried = select(func.count()).where(
        AuditEntry.action == "own_code_tried",
        AuditEntry.target_kind == "listing",
        AuditEntry.target_id == listing_id,
        AuditEntry.at >= now() - SHOWN_FOR,
    )
    return session.scalar(tried) or 0


def _counted(session: Session, listing_id: int) -> int:
    there = select(func.count()).where(
        Confirmation.listing_id == listing_id, Confirmation.state == ConfirmationState.COUNTED
    )
    return session.scalar(there) or 0


def decide_held(
    session: Session, listing_id: int, moderator: Account, *, release: bool, reason: str, newest: int
) -> int:
    """Release or refuse everything held for a listing; return how many. `newest` is the one the moderator saw last.

    What is released counts from the next counting day on. Raises IllegalMove when somebody else has decided,
    StaleVersion when more came in after the page was opened.
    """
    session.execute(select(Listing.id).where(Listing.id == listing_id).with_for_update())
    rows = _held(session, listing_id)
    if not rows:
        raise IllegalMove("batch of confirmations", "decided", "decided")
    if rows[-1].id != newest:
        raise StaleVersion("held confirmations", newest, rows[-1].id)
    for one in rows:
        one.state = ConfirmationState.WAITING if release else ConfirmationState.REFUSED
        one.ready_on = now().date()
    listing = session.get_one(Listing, listing_id)
    audit.record(
        session,
        "listing",
        listing_id,
        moderator,
        "confirmations_released" if release else "confirmations_refused",
        target_name=listing.slug or "",
        after={"number": len(rows), "tripped": sorted({name for one in rows for name in one.tripped})},
        reason=reason,
    )
    session.flush()
    return len(rows)
