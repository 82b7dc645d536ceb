"""The section of a rubric that was fitted to graded texts: points in place of those set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .criterion import Criterion
from .questionnaire import Question
from .rubric_table import Table

_KEYS = frozenset(
    {"method", "points", "subjects", "words", "doubt", "calibration", "rows", "turns", "guards", "topics"}
)
LEAST, MOST = 1e-3, 1e6


def with_fitted(fitted: Table, questions: Sequence[Question]) -> tuple[Question, ...]:
    """`questions` with the points of the section `[fitted]`; `more` and `max` change in proportion."""
    fitted.only(_KEYS)
    fitted.string("method")
    points = Table(fitted.data.get("points", {}), "fitted.points", fitted.faults)
    ids = frozenset(criterion.id for question in questions for criterion in question.criteria)
    points.only(ids)
    return tuple(
        replace(question, criteria=tuple(_fitted(criterion, points) for criterion in question.criteria))
        for question in questions
    )


def read_calibration(fitted: Table) -> float:
    """`calibration` of the section `[fitted]`: the power of a text score that is about the grade to be expected."""
    return fitted.number("calibration", 0.3, 3.0, 1.0)


def _fitted(criterion: Criterion, points: Table) -> Criterion:
    if criterion.id not in points.data or not criterion.points:
        return criterion
    bounds = (-MOST, -LEAST) if criterion.penalty else (LEAST, MOST)
    new = points.number(criterion.id, *bounds)
    scale = abs(new / criterion.points)
    return replace(criterion, points=new, more=criterion.more * scale, max_points=criterion.max_points * scale)
