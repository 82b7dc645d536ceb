"""The questionnaire of the current rubric, for forms and pages."""

from __future__ import annotations

from scoring import load_rubric
from scoring.criterion import Criterion
from scoring.questionnaire import Question

from ..errors import NotFound

QUESTIONS = load_rubric().questions


def question(question_id: str) -> Question:
    """The question with this id. Raises NotFound."""
    found = next((q for q in QUESTIONS if q.id == question_id), None)
    if found is None:
        raise NotFound(f"question {question_id!r}")
    return found


__all__ = ["QUESTIONS", "Criterion", "Question", "question"]
