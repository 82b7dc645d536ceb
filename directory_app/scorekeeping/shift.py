"""How a re-reading moves a score, and which criteria moved it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..models import QuestionScore, Revision, Score
from .questions import QUESTIONS

NOTICEABLE = 0.05
REASONS_SHOWN = 3
NO_POINTS: Mapping[str, Any] = {"points": 0.0}


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
    """What moved a question: how much its text keeps, then criteria whose points changed by what is noticed.

    The most comes first. A criterion that one of the two readings does not have has no points there.
    """
    before = {one["id"]: one for one in (old.criteria if old else [])}
    after = {one["id"]: one for one in new.criteria}
    moves = [
        (after.get(name, NO_POINTS)["points"] - before.get(name, NO_POINTS)["points"], one["label"])
        for name, one in {**before, **after}.items()
    ]
    moves.sort(key=lambda move: -abs(move[0]))
    labels = [f"{label} {signed(moved)}" for moved, label in moves if abs(moved) >= NOTICEABLE]
    return [*_held(old, new), *labels]


def signed(points: float) -> str:
    """Points with their sign and one decimal: "+0.5", "−1.2"."""
    return f"{points:+.1f}".replace("-", "−")


def _held(old: QuestionScore | None, new: QuestionScore) -> Iterator[str]:
    """What the strictest guard leaves of a text, where that is not what it left before."""
    was, now_held = (_strictest(one) for one in (old, new))
    if now_held and (was is None or (was["id"], was["share"]) != (now_held["id"], now_held["share"])):
        yield f"{100 * now_held['share']:.0f} % kept: {now_held['note'].rstrip('.')}"
    elif was and not now_held:
        yield f"no longer held back: {was['note'].rstrip('.')}"


def _strictest(score: QuestionScore | None) -> Mapping[str, Any] | None:
    held = [one for one in ((score.held or []) if score else []) if one["share"] < 1.0]
    return min(held, key=lambda one: one["share"], default=None)


def _beyond_the_text(old: QuestionScore, new: QuestionScore) -> str:
    """What moved a question whose text reads as before."""
    if old.alpha == new.alpha:
        return "the weight of the question"
    return "how far a choice alone is believed" if new.text_score is None else "how much an answer counts"


def _changed(old: QuestionScore | None, new: QuestionScore) -> str:
    causes = changed_labels(old, new)[:REASONS_SHOWN]
    if old is None:
        return ", ".join(causes) or "not read before"
    if abs(moved := new.alpha + new.beta - old.alpha - old.beta) >= NOTICEABLE:
        causes.append(f"evidence weighs {signed(moved)}")
    if not causes and (old.text_score or 0.0) != (new.text_score or 0.0):
        causes.append(f"many small changes, text {old.text_score or 0.0:.2f} → {new.text_score or 0.0:.2f}")
    elif not causes:
        causes.append(_beyond_the_text(old, new))
    return ", ".join(causes)
