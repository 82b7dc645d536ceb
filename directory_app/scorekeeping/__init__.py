"""Answers and evidence in, stored score out. The only importer of `scoring` in the directory."""

from scoring import load_rubric
from scoring.errors import InvalidRubric

from .clients import ClientReports, client_reports
from .flags import concerns
from .questions import QUESTIONS, Question, question
from .reading import CriterionRow, Reading, holding_rules, read_text, readings, warm
from .rescore import preview_score, rescore, score_text
from .shift import Shift, shift

__all__ = [
    "QUESTIONS",
    "ClientReports",
    "CriterionRow",
    "InvalidRubric",
    "Question",
    "Reading",
    "Shift",
    "client_reports",
    "concerns",
    "holding_rules",
    "load_rubric",
    "preview_score",
    "question",
    "read_text",
    "readings",
    "rescore",
    "score_text",
    "shift",
    "warm",
]
