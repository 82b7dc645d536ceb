"""Facts of a listing that grow old: which there are, since when each is known, which ask to be confirmed again.

A fact that nobody confirmed since is as old as the approved version that states it, or else as the listing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from . import audit, locking, publishing
from .models import Account, Listing, now


@dataclass(frozen=True)
class Kind:
    """A fact, the column that holds when it was last confirmed, and whether a listing states it at all."""

    id: str
    label: str
    column: str
    is_stated: Callable[[Listing], bool]


@dataclass(frozen=True)
class Fact:
    """A fact of one listing and the moment it was last known to hold."""

    id: str
    label: str
    since: datetime

    @property
    def days(self) -> int:
        """Its age in whole days."""
        return max(0, (now() - self.since).days)


KINDS = (
    Kind(
        "contact",
        "Phone and e-mail",
        "contact_confirmed_at",
        lambda listing: bool(listing.phone or listing.public_email),
    ),
    Kind("hours", "Hours", "hours_confirmed_at", lambda listing: bool(listing.hours or listing.by_appointment)),
    Kind(
        "prices",
        "Prices",
        "prices_confirmed_at",
        lambda listing: bool(listing.approved and listing.approved.prices),
    ),
    Kind(
        "accepting",
        "New clients",
        "accepting_confirmed_at",
        lambda listing: listing.accepting_clients is not None,
    ),
)


def facts(listing: Listing) -> list[Fact]:
    """The facts that a listing states, each with its age."""
    approved = listing.approved
    start = (approved.decided_at if approved else None) or listing.created_at
    return [
        Fact(kind.id, kind.label, getattr(listing, kind.column) or start) for kind in KINDS if kind.is_stated(listing)
    ]


def due(listing: Listing, days: int) -> list[Fact]:
    """The facts that were last confirmed so many days ago or more, the oldest first."""
    old = [fact for fact in facts(listing) if now() - fact.since >= timedelta(days=days)]
    return sorted(old, key=lambda fact: fact.since)


def confirm(session: Session, listing: Listing, who: Account, wanted: Iterable[str]) -> list[str]:
    """Note that facts hold today, in public at once; return which. What is not stated is passed over."""
    locking.hold(session, listing)
    asked = set(wanted)
    confirmed = [kind for kind in KINDS if kind.id in asked and kind.is_stated(listing)]
    moment = now()
    for kind in confirmed:
        setattr(listing, kind.column, moment)
    names = [kind.id for kind in confirmed]
    if names:
        session.flush()
        audit.record(session, "listing", listing.id, who, "facts_confirmed", after={"facts": names})
        publishing.refresh(session, listing)
    return names
