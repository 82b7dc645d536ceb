"""The graded texts of the benchmark: a check that a change of rubric or engine does not read them worse."""

from __future__ import annotations

import json

from benchmarks.scoring import TEXTS, area_under_curve, spearman
from scoring import score_answer


def test_scores_follow_the_grades(rubric):
    rows = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    grades = [row["grade"] for row in rows]
    scores = [score_answer(rubric, row["question"], row["text"]).score for row in rows]
    assert len(rows) >= 200
    assert spearman(grades, scores) >= 0.87
    assert area_under_curve(grades, scores) >= 0.985
