"""How often one listing was met, day by day and week by week, for its therapist. Nothing here knows by whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import DailyTotal, Listing, TotalKind, now

RANGES = (30, 90)
LABELS = {
    TotalKind.SHOWN: "Shown in results",
    TotalKind.OPENED: "Page opened",
    TotalKind.CONTACT_REVEALED: "Phone and e-mail looked at",
    TotalKind.MESSAGE_SENT: "Messages sent",
}


@dataclass(frozen=True)
class TotalsRow:
    """How often something happened on each of the last days, (day, count) from the oldest to today."""

    kind: str
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

    @property
    def quiet_days(self) -> int:
        """Days on which it did not happen."""
        return sum(1 for _, count in self.days if not count)


@dataclass(frozen=True)
class Week:
    """The days of a calendar week that lie in the range, and the sum of each kind over them."""

    first: date
    last: date
    counts: list[int]


def daily_totals(session: Session, listing: Listing, number: int = RANGES[0]) -> list[TotalsRow]:
    """A row for each kind over so many days, today with them."""
    first = now().date() - timedelta(days=number - 1)
    counts: dict[tuple[TotalKind, date], int] = defaultdict(int)
    stored = select(DailyTotal).where(DailyTotal.listing_id == listing.id, DailyTotal.day >= first)
    for one in session.scalars(stored):
        counts[one.kind, one.day] = one.count
    days = [first + timedelta(days=past) for past in range(number)]
    return [TotalsRow(str(kind), label, [(day, counts[kind, day]) for day in days]) for kind, label in LABELS.items()]


def weeks(rows: list[TotalsRow]) -> list[Week]:
    """The same figures by weeks that begin on Monday, the latest first."""
    sums: dict[date, list[int]] = {}
    ends: dict[date, tuple[date, date]] = {}
    for place, row in enumerate(rows):
        for day, count in row.days:
            monday = day - timedelta(days=day.weekday())
            sums.setdefault(monday, [0] * len(rows))[place] += count
            ends[monday] = (min(day, ends.get(monday, (day, day))[0]), max(day, ends.get(monday, (day, day))[1]))
    return [Week(*ends[monday], sums[monday]) for monday in sorted(sums, reverse=True)]
