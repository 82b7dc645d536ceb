"""Reading of a half-written answer: what is met so far and which topics are still open, never what to write."""

from __future__ import annotations

from dataclasses import dataclass

from .answer import score_answer
from .criterion import CriterionResult
from .holding import Guard
from .rubric import Rubric

MET = frozenset({"met", "half"})
COSTING = frozenset({"penalty", "contradicted"})


@dataclass(frozen=True, slots=True)
class Topic:
    """A criterion that a text does not speak to yet: its `id`, and what it is about in words of the rubric."""

    id: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a text has so far: criteria `met` with their spans, those that cost, open topics, guards, the language."""

    met: tuple[CriterionResult, ...]
    costing: tuple[CriterionResult, ...]
    open: tuple[Topic, ...]
    held: tuple[Guard, ...]
    language: str


def read_draft(rubric: Rubric, question_id: str, text: str) -> Draft:
    """Read `text` as the beginning of an answer. Raises InvalidAnswer for an unknown question.

    Criteria beside the question are met or not, but never an open topic: nobody should write to please them.
    """
    result = score_answer(rubric, question_id, text)
    wanted = {c.id for c in rubric.question(question_id).criteria if not c.penalty and not c.beside}
    return Draft(
        met=tuple(c for c in result.criteria if c.status in MET or c.status == "guarded"),
        costing=tuple(c for c in result.criteria if c.status in COSTING),
        open=tuple(Topic(c.id, c.label, c.note) for c in result.criteria if c.status == "missing" and c.id in wanted),
        held=result.held,
        language=result.language,
    )
