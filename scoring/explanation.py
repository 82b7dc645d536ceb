"""Plain words for scores: names of levels, the text cut at its spans, one-line summaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from .score import PracticeScore

LEVELS = {
    "L0": "Claimed",
    "L1": "Explained",
    "L2": "Confirmed by clients",
    "L3": "Checked in an interview",
}


class Marked(Protocol):
    """Anything with a label and the spans it rests on, such as a CriterionResult."""

    @property
    def label(self) -> str:
        """What it is called on pages."""

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Start and end of each passage it rests on."""


def level_name(level: str) -> str:
    """The name of a level as pages show it; an unknown level is shown as it is."""
    return LEVELS.get(level, level)


def segments(text: str, criteria: Iterable[Marked]) -> list[tuple[str, list[str]]]:
    """`text` in pieces, each with the labels of the criteria it belongs to; none for what stands between.

    The pieces joined are the text. Spans that overlap make one piece; parts of spans outside the text are ignored.
    """
    marks = sorted(
        (max(0, start), min(len(text), end), criterion.label)
        for criterion in criteria
        for start, end in criterion.spans
        if max(0, start) < min(len(text), end)
    )
    joined: list[tuple[int, int, list[str]]] = []
    for start, end, label in marks:
        if joined and start < joined[-1][1]:
            first, last, labels = joined.pop()
            joined.append((first, max(last, end), [*labels, label]))
        else:
            joined.append((start, end, [label]))
    pieces: list[tuple[str, list[str]]] = []
    reached = 0
    for start, end, labels in joined:
        if start > reached:
            pieces.append((text[reached:start], []))
        pieces.append((text[start:end], list(dict.fromkeys(labels))))
        reached = end
    return [*pieces, (text[reached:], [])] if reached < len(text) else pieces


def summary(score: PracticeScore) -> str:
    """One line: the score with its range and how many questions reach the level."""
    reached = sum(1 for question in score.questions if question.level >= score.level)
    return (
        f"{score.estimate:.0f} of 100, range {score.low:.0f} to {score.high:.0f}, "
        f"{level_name(score.level).lower()} on {reached} of {len(score.questions)} questions"
    )
