"""Criteria in plain words for whoever looks for a therapist: what somebody says, and how to ask for it.

Labels of a rubric are written for whoever reads a score. A criterion of a rubric that is not packaged keeps its label.
"""

from __future__ import annotations

import json
from functools import cache

from ..config import data_dir
from .questions import QUESTIONS


def says(criterion_id: str, label: str) -> str:
    """What somebody does who meets a criterion: "says how the pelvis can tip"; its `label` where there are no words."""
    return _words().get(criterion_id, {}).get("says", label)


def asked(criterion_id: str) -> str:
    """A short question for the telephone about what a criterion looks for; empty where there is none."""
    return _words().get(criterion_id, {}).get("ask", "")


def reason(question_id: str, label: str) -> str:
    """The words of `says` for a criterion of which the question and the label are known."""
    return says(_ids().get((question_id, label), ""), label)


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads((data_dir("seeds") / "criterion_words.json").read_text("utf-8"))
    return words


@cache
def _ids() -> dict[tuple[str, str], str]:
    return {(question.id, one.label): one.id for question in QUESTIONS for one in question.criteria}
