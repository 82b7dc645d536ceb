"""Answers and evidence in, stored score out. The only importer of `scoring` in the directory."""

from scoring import load_rubric
from scoring.errors import InvalidRubric

from .questions import QUESTIONS, question
from .reading import CriterionRow, Reading, readings
from .rescore import rescore, score_text

__all__ = [
    "QUESTIONS",
    "CriterionRow",
    "InvalidRubric",
    "Reading",
    "load_rubric",
    "question",
    "readings",
    "rescore",
    "score_text",
]
