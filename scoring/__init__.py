"""Reads what therapists write, says how far a practice goes on each question of a rubric, and why.

Pure functions over frozen data, standard library only. Start with `load_rubric`, `score_answer` and `score_practice`.
"""

from __future__ import annotations

from .answer import TextScore, score_answer
from .criterion import Criterion, CriterionResult
from .errors import InvalidAnswer, InvalidRubric, ScoringError
from .evidence import Evidence
from .guards import contains_instructions, looks_like_list
from .questionnaire import Answer, Choice, Question
from .rubric import Rubric, load_rubric
from .score import PracticeScore, QuestionScore, score_practice

__all__ = [
    "Answer",
    "Choice",
    "Criterion",
    "CriterionResult",
    "Evidence",
    "InvalidAnswer",
    "InvalidRubric",
    "PracticeScore",
    "Question",
    "QuestionScore",
    "Rubric",
    "ScoringError",
    "TextScore",
    "contains_instructions",
    "load_rubric",
    "looks_like_list",
    "score_answer",
    "score_practice",
]
