"""How a re-reading moves a score, and which criteria moved it."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import QuestionScore, Revision, Score

NOTICEABLE = 0.05
REASONS_SHOWN = 3


@dataclass(frozen=True)
class Shift:
    """One practice whose rank score changed, 0 to 100, with the questions and criteria behind it."""

    revision_id: int
    name: str
    before: float
    after: float
    reasons: tuple[str, ...]

    @property
    def size(self) -> float:
        """Points of the rank score, up or down."""
        return self.after - self.before


def shift(revision: Revision, before: Score | None, after: Score) -> Shift | None:
    """The move from one score to another; None where nobody would notice it."""
    old = before.rank_score if before else 0.0
    if before is not None and abs(after.rank_score - old) < NOTICEABLE:
        return None
    return Shift(revision.id, revision.name, old, after.rank_score, _reasons(before, after))


def _reasons(before: Score | None, after: Score) -> tuple[str, ...]:
    """The questions that moved most, each with the criteria whose points changed."""
    moves = []
    for question in after.questions:
        old = before.question(question.question_id) if before else None
        moved = question.contribution - (old.contribution if old else 0.0)
        if abs(moved) >= NOTICEABLE:
            moves.append((abs(moved), f"{question.question_id} {moved:+.1f} ({_changed(old, question)})"))
    return tuple(words for _, words in sorted(moves, reverse=True)[:REASONS_SHOWN])


def changed_labels(old: QuestionScore | None, new: QuestionScore) -> list[str]:
    """The criteria of a question whose points changed, each with how far."""
    points = {one["id"]: one["points"] for one in (old.criteria if old else [])}
    return [
        f"{one['label']} {one['points'] - points.get(one['id'], 0.0):+g}"
        for one in new.criteria
        if round(one["points"] - points.get(one["id"], 0.0), 6)
    ]


def _changed(old: QuestionScore | None, new: QuestionScore) -> str:
    return ", ".join(changed_labels(old, new)[:REASONS_SHOWN]) or "weights"
