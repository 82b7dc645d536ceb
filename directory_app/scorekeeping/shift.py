"""How a re-reading moves a score, and which criteria moved it."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import QuestionScore, Revision, Score
from .questions import QUESTIONS

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
    titles = {one.id: one.title for one in QUESTIONS}
    moves = []
    for question in after.questions:
        old = before.question(question.question_id) if before else None
        moved = question.contribution - (old.contribution if old else 0.0)
        if abs(moved) >= NOTICEABLE:
            title = titles.get(question.question_id, question.question_id)
            moves.append((abs(moved), f"{title} {signed(moved)} ({_changed(old, question)})"))
    return tuple(words for _, words in sorted(moves, reverse=True)[:REASONS_SHOWN])


def changed_labels(old: QuestionScore | None, new: QuestionScore) -> list[str]:
    """The criteria of a question whose points changed by what is noticed, each with how far, the most first."""
    points = {one["id"]: one["points"] for one in (old.criteria if old else [])}
    moves = [(one["points"] - points.get(one["id"], 0.0), one["label"]) for one in new.criteria]
    moves.sort(key=lambda move: -abs(move[0]))
    return [f"{label} {signed(moved)}" for moved, label in moves if abs(moved) >= NOTICEABLE]


def signed(points: float) -> str:
    """Points with their sign and one decimal: "+0.5", "−1.2"."""
    return f"{points:+.1f}".replace("-", "−")


def _changed(old: QuestionScore | None, new: QuestionScore) -> str:
    return ", ".join(changed_labels(old, new)[:REASONS_SHOWN]) or "weights"
