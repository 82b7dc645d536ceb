"""Reading of a half-written answer: what is met so far and which topics are still open, never what to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .answer import score_answer
from .criterion import CriterionResult
from .holding import Guard
from .languages import UNREAD
from .questionnaire import Question
from .rubric import Rubric

MET = frozenset({"met", "half", "guarded"})
COSTING = frozenset({"penalty", "contradicted"})


class Row(Protocol):
    """What came of one criterion, such as a CriterionResult."""

    @property
    def id(self) -> str:
        """The id of the criterion."""

    @property
    def label(self) -> str:
        """What pages call it."""

    @property
    def status(self) -> str:
        """How the text met it."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Draft:
    """What a text has so far: criteria `met` with their spans, those that cost, open topics, guards, language.

    `not_own` are criteria whose words are there, but not as the writer's own.
    """

    met: tuple[CriterionResult, ...]
    costing: tuple[CriterionResult, ...]
    open: tuple[str, ...]
    held: tuple[Guard, ...]
    language: str
    not_own: tuple[CriterionResult, ...]


def read_draft(rubric: Rubric, question_id: str, text: str) -> Draft:
    """Read `text` as the beginning of an answer. Raises InvalidAnswer for an unknown question."""
    result = score_answer(rubric, question_id, text)
    return Draft(
        met=tuple(c for c in result.criteria if c.status in MET),
        costing=tuple(c for c in result.criteria if c.status in COSTING),
        open=open_topics(rubric.question(question_id), result.told, result.language),
        held=result.held,
        language=result.language,
        not_own=result.mentioned,
    )


def open_topics(question: Question, rows: Iterable[Row], language: str) -> tuple[str, ...]:
    """The labels of what a text does not speak to yet; none where its `language` is not read, so that nobody knows.

    Criteria beside the question are met or not, but never an open topic: nobody should write to please them.
    """
    if language == UNREAD:
        return ()
    wanted = {c.id for c in question.criteria if not c.penalty and not c.beside}
    return tuple(row.label for row in rows if row.status == "missing" and row.id in wanted)
