"""That a moderator has interviewed a therapist, as pages may say it: when, how many questions, until when in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
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


def interview_fact(session: Session, listing: Listing) -> InterviewFact | None:
    """The latest interview that was not taken back; None without one."""
    rows = session.execute(
        select(Evidence.question_id, Evidence.observed_at).where(
            Evidence.listing_id == listing.id,
            Evidence.kind == EvidenceKind.INTERVIEW,
            Evidence.withdrawn_at.is_(None),
        )
    ).all()
    if not rows:
        return None
    latest = max(row[1] for row in rows)
    asked = {row[0] for row in rows if row[1].date() == latest.date()}
    fades = latest + FADING
    return InterviewFact(latest.date(), len(asked), fades.date(), fades <= now())
