"""What the pages of a therapist's score read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from .. import scorekeeping
from ..errors import NotFound
from ..models import Appeal, AppealKind, Decision, Flag, Interview, Listing, Revision, Score
from ..scorekeeping import Outlook, Reading, Step
from ..scorekeeping.rescore import provisional_flags


@dataclass(frozen=True)
class Subject:
    """The version whose score is shown, how it was read, and the flags that stand against it.

    `is_stored` is false for a version that is still being written: its score is what it would get now.
    """

    revision: Revision
    score: Score
    flags: list[Flag]
    readings: list[Reading]
    is_stored: bool


@dataclass(frozen=True)
class ScoreFile:
    """Everything the page of a score shows."""

    subject: Subject
    other: Score | None
    outlook: Outlook
    steps: list[Step]
    objections: list[Appeal]
    interviews: list[Interview]


def subject(session: Session, listing: Listing, *, changes: bool = False) -> Subject | None:
    """The approved version, or the one being written: where nothing is approved, or by wish. None without either."""
    revision = (listing.working if changes or listing.approved is None else None) or listing.approved
    if revision is None:
        return None
    stored = None if revision.editable else revision.score
    score = stored or scorekeeping.preview_score(session, revision)
    flags = scorekeeping.standing_flags(session, revision) if stored else provisional_flags(revision)
    return Subject(revision, score, flags, scorekeeping.readings(revision, score), stored is not None)


def score_file(session: Session, listing: Listing, shown: Subject) -> ScoreFile:
    """The score of a version with its history and its outlook, beside the score of the other version."""
    other = subject(session, listing, changes=shown.revision is listing.approved)
    return ScoreFile(
        subject=shown,
        other=other.score if other and other.revision is not shown.revision else None,
        outlook=scorekeeping.outlook(session, shown.revision, shown.score, shown.flags),
        steps=scorekeeping.history(session, listing),
        objections=objections(session, listing),
        interviews=interviews(session, listing),
    )


def interviews(session: Session, listing: Listing) -> list[Interview]:
    """Interviews that count, the latest first, with what was written down."""
    held = select(Interview).where(Interview.listing_id == listing.id, Interview.withdrawn_at.is_(None))
    return list(session.scalars(held.order_by(Interview.held_on.desc()).options(selectinload(Interview.evidence))))


def objections(session: Session, listing: Listing) -> list[Appeal]:
    """What this therapist objected to, the newest first."""
    wanted = select(Appeal).where(Appeal.listing_id == listing.id, Appeal.kind == AppealKind.CRITERION)
    return list(session.scalars(wanted.order_by(Appeal.id.desc())))


def decision(session: Session, listing: Listing, decision_id: int) -> Decision:
    """A decision about this listing. Raises NotFound for those of others."""
    found = session.get(Decision, decision_id)
    if found is None or found.revision.listing_id != listing.id:
        raise NotFound(f"decision {decision_id}")
    return found


def reading(shown: Subject, question_id: str) -> Reading:
    """How the answer to one question was read. Raises NotFound."""
    found = next((one for one in shown.readings if one.question.id == question_id), None)
    if found is None:
        raise NotFound(f"question {question_id!r}")
    return found
