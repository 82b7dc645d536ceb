"""What the pages of a therapist's own listing read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..jurisdictions import jurisdiction_at
from ..mail import KEPT_AFTER_LEAVING
from ..models import (
    DailyTotal,
    Decision,
    Jurisdiction,
    Listing,
    Message,
    Revision,
    Technique,
    TotalKind,
    now,
)
from ..scorekeeping import QUESTIONS
from .completeness import missing
from .summary import STEPS

DAYS_SHOWN = 30
TOTALS = {
    TotalKind.SHOWN: "Shown in results",
    TotalKind.OPENED: "Page opened",
    TotalKind.CONTACT_REVEALED: "Phone and e-mail looked at",
    TotalKind.MESSAGE_SENT: "Messages sent",
}


@dataclass(frozen=True)
class TotalsRow:
    """How often something happened on each of the last days, (day, count) from the oldest to today."""

    label: str
    days: list[tuple[date, int]]

    @property
    def total(self) -> int:
        """All days together."""
        return sum(count for _, count in self.days)

    @property
    def busiest(self) -> tuple[date, int]:
        """The day with the most, the latest of equals."""
        return max(self.days, key=lambda one: (one[1], one[0]))


@dataclass(frozen=True)
class StepState:
    """A step of the task list: `done`, `started` or `not_started`."""

    id: str
    label: str
    state: str


def steps(listing: Listing) -> list[StepState]:
    """The steps of the version being written, in order; empty when none is being written."""
    revision = listing.working
    if revision is None:
        return []
    lacking = {one.step for one in missing(revision)}
    found = [StepState(name, label, _state(revision, name, lacking)) for name, label in STEPS.items()]
    return [*found, *(StepState(q.id, q.title, "not_started" if q.id in lacking else "done") for q in QUESTIONS)]


def _state(revision: Revision, name: str, lacking: set[str]) -> str:
    listing = revision.listing
    begun = {
        "about": bool(revision.name or revision.bio),
        "place": bool(revision.locations),
        "practical": bool(revision.prices or revision.techniques or revision.languages),
        "contact": bool(listing.phone or listing.public_email or listing.hours),
        "licence": bool(listing.licences),
    }[name]
    if name not in lacking:
        return "done" if begun else "not_started"
    return "started" if begun else "not_started"


def latest_decision(session: Session, listing: Listing) -> Decision | None:
    """The newest decision about any version of this listing."""
    return session.scalars(
        select(Decision).join(Revision).where(Revision.listing_id == listing.id).order_by(Decision.id.desc()).limit(1)
    ).one_or_none()


def techniques(session: Session) -> list[Technique]:
    """All techniques, by name."""
    return list(session.scalars(select(Technique).order_by(Technique.name)))


def daily_totals(session: Session, listing: Listing) -> list[TotalsRow]:
    """How often this listing was met, a row for each kind, over the last 30 days with today."""
    first = now().date() - timedelta(days=DAYS_SHOWN - 1)
    counts: dict[tuple[TotalKind, date], int] = defaultdict(int)
    stored = select(DailyTotal).where(DailyTotal.listing_id == listing.id, DailyTotal.day >= first)
    for one in session.scalars(stored):
        counts[one.kind, one.day] = one.count
    days = [first + timedelta(days=number) for number in range(DAYS_SHOWN)]
    return [TotalsRow(label, [(day, counts[kind, day]) for day in days]) for kind, label in TOTALS.items()]


def message_count(session: Session, listing: Listing) -> int:
    """How many messages stand in the inbox."""
    kept = Message.created_at > now() - KEPT_AFTER_LEAVING
    return session.scalar(select(func.count()).select_from(Message).where(Message.listing_id == listing.id, kept)) or 0


def country_of(listing: Listing) -> str:
    """Two letters of the country where the therapist works, of the version being written first."""
    places = [place for revision in (listing.working, listing.approved) if revision for place in revision.locations]
    return places[0].country if places else "US"


def jurisdiction_of(session: Session, listing: Listing) -> Jurisdiction | None:
    """The rules of the place where the therapist works: of its state or province, else of its country."""
    revision = listing.working or listing.approved
    if revision is None or not revision.locations:
        return None
    return jurisdiction_at(session, revision.locations[0])
