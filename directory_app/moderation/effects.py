"""What an edit does to the points of each question: old and new, and by which words."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Revision
from ..scorekeeping import CriterionRow, Question, Reading, readings

# Scores are shown as whole points; less than this is no change.
LEAST = 0.05


@dataclass(frozen=True)
class Mover:
    """One line of the reading that brings other points than before, and the words it rests on now, or rested on."""

    label: str
    points: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class QuestionEffect:
    """One question: what it brought and what it would bring, of how much at most, and what moved."""

    question: Question
    old: float | None
    new: float
    most: float
    movers: list[Mover]

    @property
    def change(self) -> float:
        """By how many points the score would move because of this question."""
        return self.new - (self.old or 0.0)


def effects(old: Revision | None, new: Revision) -> list[QuestionEffect]:
    """The effect of a version on each question beside the approved one; without one, what it brings."""
    before = {one.question.id: one for one in readings(old)} if old is not None else {}
    return [_effect(before.get(one.question.id), one) for one in readings(new) if one.score is not None]


def _effect(old: Reading | None, new: Reading) -> QuestionEffect:
    was = {row.id: row for row in old.criteria} if old else {}
    now = {row.id: row for row in new.criteria}
    movers = []
    for name in {**was, **now}:
        one, other = was.get(name), now.get(name)
        points = (other.points if other else 0.0) - (one.points if one else 0.0)
        row = other if other is not None and other.spans else one
        if abs(points) >= LEAST and row is not None:
            text = new.text if row is other else old.text if old else ""
            movers.append(Mover((other or row).label, points, _quoted(row, text)))
    return QuestionEffect(
        question=new.question,
        old=old.score.contribution if old and old.score else None,
        new=new.score.contribution if new.score else 0.0,
        most=new.question.weight * 100,
        movers=sorted(movers, key=lambda one: -abs(one.points)),
    )


def _quoted(row: CriterionRow, text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in row.spans[:3] if end <= len(text))
