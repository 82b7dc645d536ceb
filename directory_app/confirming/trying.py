"""What other limits would hold back: tried on what is held and what waits now, before anybody saves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Confirmation, ConfirmationState, Listing
from .holding import DAY, OWN_NETWORK, SAME_NETWORK, WEEK, Thresholds

Rows = Sequence[Confirmation]


@dataclass(frozen=True)
class Tried:
    """One listing: how many of its confirmations are held, and how many would be had they come under the new limits."""

    listing_id: int
    name: str
    held: int
    would: int


@dataclass(frozen=True)
class Trial:
    """All listings with something held or something that would be, those that change most first; and the sums."""

    rows: list[Tried]

    @property
    def held(self) -> int:
        """How many are held now."""
        return sum(row.held for row in self.rows)

    @property
    def would(self) -> int:
        """How many would be held."""
        return sum(row.would for row in self.rows)


def try_limits(session: Session, limits: Thresholds) -> Trial:
    """What is held now, and what would be under these limits.

    Networks are forgotten on the next day: those noticed together on a day are taken for one. What a moderator has
    released keeps what it was held for and is not asked again.
    """
    asked = select(Confirmation).where(Confirmation.state.in_((ConfirmationState.HELD, ConfirmationState.WAITING)))
    by_listing: dict[int, list[Confirmation]] = {}
    for one in session.scalars(asked.order_by(Confirmation.listing_id, Confirmation.id)):
        if one.state is ConfirmationState.HELD or not one.tripped:
            by_listing.setdefault(one.listing_id, []).append(one)
    found = []
    for listing_id, rows in by_listing.items():
        held = sum(1 for one in rows if one.state is ConfirmationState.HELD)
        would = len(_would_hold(rows, limits))
        if held or would:
            found.append(Tried(listing_id, _name(session, listing_id), held, would))
    return Trial(sorted(found, key=lambda row: (-abs(row.held - row.would), row.name, row.listing_id)))


def _would_hold(rows: Rows, limits: Thresholds) -> set[int]:
    held = {one.id for one in rows if OWN_NETWORK in one.tripped}
    for one in rows:
        if one.received_at is None:
            # When it came is forgotten: it stays as it is.
            held |= {one.id} if one.state is ConfirmationState.HELD else set()
            continue
        before = [other for other in rows if other.received_at is not None and other.received_at <= one.received_at]
        day = [other for other in before if other.received_at and one.received_at - other.received_at <= DAY]
        week = [other for other in before if other.received_at and one.received_at - other.received_at <= WEEK]
        noticed = [
            other
            for other in rows
            if SAME_NETWORK in other.tripped
            and other.received_at is not None
            and other.received_at.date() == one.received_at.date()
        ]
        alike = [other for other in week if other.answers == one.answers]
        for together, least in ((day, limits.burst), (noticed, limits.same_network), (alike, limits.same_answers)):
            if len(together) >= least and one in together:
                held |= {other.id for other in together}
    return held


def _name(session: Session, listing_id: int) -> str:
    listing = session.get_one(Listing, listing_id)
    return (listing.approved or listing.revisions[-1]).name
