"""How a score moved over time, and what moved it: answers, evidence, criteria, time, or a moderator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.evidence import OLD_AFTER_MONTHS

from ..models import Evidence, EvidenceKind, Flag, FlagState, Listing, Revision, RevisionState, Score
from .questions import QUESTIONS
from .rescore import DAYS_PER_MONTH
from .shift import changed_labels

PUBLIC = frozenset({RevisionState.APPROVED, RevisionState.REPLACED})
NOTICEABLE = 0.5
LABELS_SHOWN = 3
FADING = timedelta(days=OLD_AFTER_MONTHS * DAYS_PER_MONTH)


class Cause(StrEnum):
    """Why a score is not what it was before."""

    FIRST = "first"
    ANSWERS = "answers"
    OTHER_PARTS = "other_parts"
    RUBRIC = "rubric"
    CLIENTS = "clients"
    INTERVIEW = "interview"
    WITHDRAWN = "withdrawn"
    AGED = "aged"
    FLAGS = "flags"


@dataclass(frozen=True)
class Move:
    """How far one question moved the rank score, and the labels of criteria that changed."""

    title: str
    points: float
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One reading: its score, the version read, why it differs from the one before, and where it moved."""

    score: Score
    number: int
    causes: tuple[tuple[Cause, tuple[str, ...]], ...]
    moves: tuple[Move, ...]
    change: float


def history(session: Session, listing: Listing) -> list[Step]:
    """The readings of what was public, the oldest first; of a listing that never was, of what was sent in.

    Readings that changed nothing and have no cause are left out.
    """
    revisions = [r for r in listing.revisions if r.state in PUBLIC] or listing.revisions
    scores = sorted(
        ((score, revision) for revision in revisions for score in revision.scores),
        key=lambda pair: (pair[0].computed_at, pair[0].id),
    )
    evidence = list(session.scalars(select(Evidence).where(Evidence.listing_id == listing.id)))
    flags = list(session.scalars(select(Flag).where(Flag.revision_id.in_([r.id for r in revisions]))))
    steps: list[Step] = []
    before: tuple[Score, Revision] | None = None
    for score, revision in scores:
        causes = tuple(_causes(before, (score, revision), evidence, flags))
        change = score.estimate - before[0].estimate if before else 0.0
        if causes or abs(change) >= NOTICEABLE:
            steps.append(Step(score, revision.number, causes, _moves(before[0] if before else None, score), change))
            before = score, revision
    return steps


def _causes(
    before: tuple[Score, Revision] | None,
    after: tuple[Score, Revision],
    evidence: Sequence[Evidence],
    flags: Sequence[Flag],
) -> Iterator[tuple[Cause, tuple[str, ...]]]:
    if before is None:
        yield Cause.FIRST, ()
        return
    (old, old_revision), (new, revision) = before, after
    if revision.id != old_revision.id:
        edited = tuple(q.title for q in QUESTIONS if _said(old_revision, q.id) != _said(revision, q.id))
        yield (Cause.ANSWERS, edited) if edited else (Cause.OTHER_PARTS, ())
    if new.rubric_version != old.rubric_version:
        yield Cause.RUBRIC, (old.rubric_version, new.rubric_version)
    since = (old.computed_at, new.computed_at)
    added = [one.kind for one in evidence if since[0] < one.recorded_at <= since[1]]
    yield from ((cause, ()) for kind, cause in _KINDS.items() if kind in added)
    if any(one.withdrawn_at and since[0] < one.withdrawn_at <= since[1] for one in evidence):
        yield Cause.WITHDRAWN, ()
    interviews = [one.observed_at + FADING for one in evidence if one.kind is EvidenceKind.INTERVIEW]
    if any(since[0] < faded <= since[1] for faded in interviews):
        yield Cause.AGED, ()
    fallen = [f for f in flags if f.revision_id == revision.id and f.state is FlagState.DISMISSED and f.reviewed_at]
    if any(since[0] < f.reviewed_at <= since[1] for f in fallen if f.reviewed_at):
        yield Cause.FLAGS, ()


_KINDS = {EvidenceKind.CLIENT: Cause.CLIENTS, EvidenceKind.INTERVIEW: Cause.INTERVIEW}


def _said(revision: Revision, question_id: str) -> tuple[str, str]:
    answer = revision.answer(question_id)
    return (answer.choice or "", answer.text or "") if answer else ("", "")


def _moves(before: Score | None, after: Score) -> tuple[Move, ...]:
    if before is None:
        return ()
    found = []
    titles = {q.id: q.title for q in QUESTIONS}
    for question in after.questions:
        old = before.question(question.question_id)
        moved = question.contribution - (old.contribution if old else 0.0)
        if abs(moved) >= NOTICEABLE:
            labels = tuple(changed_labels(old, question)[:LABELS_SHOWN])
            found.append(Move(titles.get(question.question_id, question.question_id), moved, labels))
    return tuple(sorted(found, key=lambda one: -abs(one.points)))
