"""What clients reported about a listing, as pages may show it: how many clients, and words in place of small figures.

A figure below three would tell a therapist too much about somebody. Each question therefore says how many of those
who answered it said yes in words, and nothing where fewer than three did.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ..jurisdictions import forbids_testimonials
from ..models import EvidenceKind, Listing
from .heard import Told, told_by_others

FEWEST_SHOWN = 3
# From which share on a word is used. "Some" covers what lies between few and most.
WORDS = (
    (0.995, "all of them"),
    (0.85, "nearly all of them"),
    (0.6, "most of them"),
    (0.4, "about half of them"),
    (0.15, "some of them"),
)
NONE = "hardly any of them"


@dataclass(frozen=True)
class ClientReports:
    """How many clients reported, 0 for fewer than three; the newest month; a word for each question that has three."""

    number: int
    newest: date | None
    shares: dict[str, str]


def client_reports(session: Session, listing: Listing) -> ClientReports | None:
    """What counts for this listing now; None without any, and where testimonials are not allowed."""
    return reports_among(session, listing, told_by_others(session, listing))


def reports_among(session: Session, listing: Listing, told: Iterable[Told]) -> ClientReports | None:
    """The same from what others told, which was read before."""
    rows = [row for row in told if row.kind is EvidenceKind.CLIENT]
    # Most listings have no reports, and need not be asked which of their revisions is public.
    approved = listing.approved if rows else None
    if approved is None or forbids_testimonials(session, approved) is not None:
        return None
    values: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        values[row.question_id].append(row.value)
    clients = {row.confirmation_id for row in rows if row.confirmation_id is not None}
    number = len(clients) or max(len(found) for found in values.values())
    if number < FEWEST_SHOWN:
        return ClientReports(0, None, {})
    newest = max(row.observed_at for row in rows).date()
    shares = {one: _word(found) for one, found in sorted(values.items()) if len(found) >= FEWEST_SHOWN}
    return ClientReports(number, newest, shares)


def _word(values: list[float]) -> str:
    share = math.fsum(values) / len(values)
    return next((word for least, word in WORDS if share >= least), NONE)
