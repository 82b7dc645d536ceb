"""Answers and evidence in, stored score out. The only importer of `scoring` in the directory."""

from scoring import load_rubric
from scoring.errors import InvalidRubric
from scoring.rubric import Rubric

from .claims import Claim, claims_in
from .clients import ClientReports, client_reports, reports_among
from .concerns import Concern, DraftReading, concerns, read_draft
from .current import PACKAGED_VERSION, current_rubric, use
from .heard import InterviewFact, interview_among, told_by_others
from .history import Cause, Move, Step, history
from .lines import CriterionRow
from .outlook import (
    Backing,
    Effect,
    Figures,
    Outlook,
    Prospect,
    QuestionEffect,
    effect_of_reports,
    lowers_weight,
    outlook,
    standing_flags,
)
from .plain import asked, reason, says
from .questions import QUESTIONS, Criterion, Question, question
from .reading import Reading, holding_rules, in_plain_words, languages_read, read_text, readings, warm
from .releases import add_release, open_release, packaged_files, store_release
from .rescore import preview_score, rescore, score_new, score_text
from .shift import Shift, shift, signed

__all__ = [
    "PACKAGED_VERSION",
    "QUESTIONS",
    "Backing",
    "Cause",
    "Claim",
    "ClientReports",
    "Concern",
    "Criterion",
    "CriterionRow",
    "DraftReading",
    "Effect",
    "Figures",
    "InterviewFact",
    "InvalidRubric",
    "Move",
    "Outlook",
    "Prospect",
    "Question",
    "QuestionEffect",
    "Reading",
    "Rubric",
    "Shift",
    "Step",
    "add_release",
    "asked",
    "claims_in",
    "client_reports",
    "concerns",
    "current_rubric",
    "effect_of_reports",
    "history",
    "holding_rules",
    "in_plain_words",
    "interview_among",
    "languages_read",
    "load_rubric",
    "lowers_weight",
    "open_release",
    "outlook",
    "packaged_files",
    "preview_score",
    "question",
    "read_draft",
    "read_text",
    "readings",
    "reason",
    "reports_among",
    "rescore",
    "says",
    "score_new",
    "score_text",
    "shift",
    "signed",
    "standing_flags",
    "store_release",
    "told_by_others",
    "use",
    "warm",
]
