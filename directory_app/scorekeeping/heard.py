"""What others than the therapist told of a listing, and the interview among it as pages may say it: when it was, of how
many questions, until when it counts in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..models import Evidence, EvidenceKind, Listing, now
from .history import FADING


@dataclass(frozen=True)
class InterviewFact:
    """The latest interview: its day, how many questions were asked, and the day from which it counts half."""

    held_on: date
    questions: int
    fades_on: date
    counts_half: bool


class Told(NamedTuple):
    """What a client or an interview said about a question, and was not taken back."""

    kind: EvidenceKind
    question_id: str
    value: float
    observed_at: datetime
    confirmation_id: int | None


_TOLD = select(*(getattr(Evidence, name) for name in Told._fields)).where(
    Evidence.listing_id == bindparam("listing"),
    Evidence.kind.in_((EvidenceKind.CLIENT, EvidenceKind.INTERVIEW)),
    Evidence.withdrawn_at.is_(None),
)


def told_by_others(session: Session, listing: Listing) -> Sequence[Told]:
    """All that counts for this listing beside its own answers."""
    return [Told(*row) for row in session.execute(_TOLD, {"listing": listing.id})]


def interview_among(told: Iterable[Told]) -> InterviewFact | None:
    """The latest interview; None without one."""
    rows = [row for row in told if row.kind is EvidenceKind.INTERVIEW]
    if not rows:
        return None
    latest = max(row.observed_at for row in rows)
    asked = {row.question_id for row in rows if row.observed_at.date() == latest.date()}
    fades = latest + FADING
    return InterviewFact(latest.date(), len(asked), fades.date(), fades <= now())
