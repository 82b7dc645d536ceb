"""Patterns that make confirmations wait for a moderator: many at once, one network, the same answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Confirmation, ConfirmationSheet, ConfirmationState, now

BURST, SAME_NETWORK, OWN_NETWORK, SAME_ANSWERS = "burst", "same_network", "own_network", "same_answers"
DAY = timedelta(hours=24)
WEEK = timedelta(days=7)
STANDING = (ConfirmationState.WAITING, ConfirmationState.HELD, ConfirmationState.COUNTED)


@dataclass(frozen=True)
class Thresholds:
    """From how many on a pattern holds: in 24 hours, from one network in a day, with equal answers in seven days."""

    burst: int
    same_network: int
    same_answers: int


def hold_patterns(session: Session, new: Confirmation, thresholds: Thresholds) -> None:
    """Hold the new confirmation, and those not yet counted that make a pattern with it.

    What a moderator has released stays released.
    """
    recent = session.scalars(
        select(Confirmation).where(
            Confirmation.listing_id == new.listing_id,
            Confirmation.state.in_(STANDING),
            Confirmation.received_at >= now() - WEEK - timedelta(hours=1),
        )
    ).all()
    for name, together in _patterns(session, new, recent, thresholds):
        for one in together:
            if one is new or (one.state is ConfirmationState.HELD or _untouched(one)):
                one.state = ConfirmationState.HELD
                one.tripped = sorted({*one.tripped, name})


def _untouched(one: Confirmation) -> bool:
    """Whether it waits and no moderator has released it: a released one keeps what it was held for."""
    return one.state is ConfirmationState.WAITING and not one.tripped


def _patterns(
    session: Session, new: Confirmation, recent: Sequence[Confirmation], thresholds: Thresholds
) -> Iterator[tuple[str, list[Confirmation]]]:
    moment = now()
    today = [one for one in recent if one.received_at is not None and one.received_at >= moment - DAY]
    if len(today) >= thresholds.burst:
        yield BURST, today
    near = [one for one in recent if one.network is not None and one.network == new.network]
    if len(near) >= thresholds.same_network:
        yield SAME_NETWORK, near
    if _is_own(session, new):
        yield OWN_NETWORK, [new]
    alike = [one for one in recent if one.answers == new.answers]
    if len(alike) >= thresholds.same_answers:
        yield SAME_ANSWERS, alike


def _is_own(session: Session, new: Confirmation) -> bool:
    """Whether codes of this listing were made in the same network today."""
    if new.network is None:
        return False
    made = select(ConfirmationSheet.id).where(
        ConfirmationSheet.listing_id == new.listing_id, ConfirmationSheet.network == new.network
    )
    return session.scalar(made.limit(1)) is not None
