"""What clients reported about a listing, as pages may show it: how many clients, and words in place of small figures.

A figure below three would tell a therapist too much about somebody. Each question therefore says how many of those
who answered it said yes in words, and nothing where fewer than three did.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..jurisdictions import forbids_testimonials
from ..models import Evidence, EvidenceKind, Listing

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
    rows = session.execute(
        select(Evidence.question_id, Evidence.value, Evidence.observed_at, Evidence.confirmation_id).where(
            Evidence.listing_id == listing.id,
            Evidence.kind == EvidenceKind.CLIENT,
            Evidence.withdrawn_at.is_(None),
        )
    ).all()
    # Most listings have no reports, and need not be asked which of their revisions is public.
    approved = listing.approved if rows else None
    if approved is None or forbids_testimonials(session, approved) is not None:
        return None
    values: dict[str, list[float]] = defaultdict(list)
    for question_id, value, _, _ in rows:
        values[question_id].append(value)
    clients = {row[3] for row in rows if row[3] is not None}
    number = len(clients) or max(len(found) for found in values.values())
    if number < FEWEST_SHOWN:
        return ClientReports(0, None, {})
    newest = max(row[2] for row in rows).date()
    shares = {one: _word(found) for one, found in sorted(values.items()) if len(found) >= FEWEST_SHOWN}
    return ClientReports(number, newest, shares)


def _word(values: list[float]) -> str:
    share = math.fsum(values) / len(values)
    return next((word for least, word in WORDS if share >= least), NONE)
