"""What an edit does to the points of each question: old and new, and by which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Flag, FlagState, Revision
from ..scorekeeping import CriterionRow, Question, Reading, lowers_weight, readings

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
    """One question: what it brought and what it would bring, of how much at most, and what moved.

    `choices` are the old and the new one where they differ; `flagged`: the text counts less while a flag stands.
    """

    question: Question
    old: float | None
    new: float
    most: float
    movers: list[Mover]
    choices: tuple[str, str] | None
    flagged: bool
    unread: bool

    @property
    def change(self) -> float:
        """By how many points the score would move because of this question."""
        return self.new - (self.old or 0.0)


def effects(old: Revision | None, new: Revision, flags: Sequence[Flag]) -> list[QuestionEffect]:
    """The effect of a version on each question beside the approved one; without one, what it brings."""
    before = {one.question.id: one for one in readings(old)} if old is not None else {}
    held = {one.question_id for one in flags if lowers_weight(one) and one.state is not FlagState.DISMISSED}
    return [
        _effect(before.get(one.question.id), one, one.question.id in held)
        for one in readings(new)
        if one.score is not None
    ]


def _effect(old: Reading | None, new: Reading, flagged: bool) -> QuestionEffect:
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
        choices=_choices(old, new),
        flagged=flagged,
        unread=new.unread,
    )


def _choices(old: Reading | None, new: Reading) -> tuple[str, str] | None:
    if old is None or old.choice_label == new.choice_label:
        return None
    return old.choice_label or "left open", new.choice_label or "left open"


def _quoted(row: CriterionRow, text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in row.spans[:3] if end <= len(text))
