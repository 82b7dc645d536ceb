"""Plain words for scores: names of levels, the text cut at its spans, one-line summaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
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
    """`text` cut at every border of a span: each piece with the labels of the criteria it belongs to.

    The pieces joined are the text. Spans may overlap; parts of spans outside the text are ignored.
    """
    marks = [
        (max(0, start), min(len(text), end), criterion.label)
        for criterion in criteria
        for start, end in criterion.spans
        if max(0, start) < min(len(text), end)
    ]
    borders = sorted({0, len(text), *(b for start, end, _ in marks for b in (start, end))})
    pieces: list[tuple[str, list[str]]] = []
    for start, end in pairwise(borders):
        labels = list(dict.fromkeys(label for a, b, label in marks if a <= start and end <= b))
        pieces.append((text[start:end], labels))
    return pieces


def summary(score: PracticeScore) -> str:
    """One line: the score with its range and how many questions reach the level."""
    reached = sum(1 for question in score.questions if question.level >= score.level)
    return (
        f"{score.estimate:.0f} of 100, range {score.low:.0f} to {score.high:.0f}, "
        f"{level_name(score.level).lower()} on {reached} of {len(score.questions)} questions"
    )
