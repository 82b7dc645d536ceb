"""Answers and evidence in, stored score out. The only importer of `scoring` in the directory."""

from scoring import load_rubric
from scoring.errors import InvalidRubric

from .claims import Claim, claims_in
from .clients import ClientReports, client_reports
from .concerns import Concern, DraftReading, concerns, read_draft
from .history import Cause, Move, Step, history
from .outlook import Backing, Figures, Outlook, Prospect, lowers_weight, outlook, standing_flags
from .questions import QUESTIONS, Question, question
from .reading import CriterionRow, Reading, holding_rules, read_text, readings, warm
from .rescore import preview_score, rescore, score_new, score_text
from .shift import Shift, shift

__all__ = [
    "QUESTIONS",
    "Backing",
    "Cause",
    "Claim",
    "ClientReports",
    "Concern",
    "CriterionRow",
    "DraftReading",
    "Figures",
    "InvalidRubric",
    "Move",
    "Outlook",
    "Prospect",
    "Question",
    "Reading",
    "Shift",
    "Step",
    "claims_in",
    "client_reports",
    "concerns",
    "history",
    "holding_rules",
    "load_rubric",
    "lowers_weight",
    "outlook",
    "preview_score",
    "question",
    "read_draft",
    "read_text",
    "readings",
    "rescore",
    "score_new",
    "score_text",
    "shift",
    "standing_flags",
    "warm",
]
