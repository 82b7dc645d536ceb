"""What callers hand in, checked before it is read: whatever is wrong with it is one kind of error with a reason."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from .errors import InvalidAnswer, must_be_text, quoted, type_of
from .evidence import TEXT_WEIGHT, Evidence
from .questionnaire import Answer
from .rubric import Rubric

KINDS = ("client", "interview")


def check_answers(rubric: Rubric, answers: Mapping[str, Answer]) -> None:
    """Raise InvalidAnswer unless `answers` has answers to questions of `rubric`, each of the right shape."""
    if not isinstance(answers, Mapping):
        raise InvalidAnswer("", f"answers must be a mapping of question ids, not {type_of(answers)}")
    for question_id, answer in answers.items():
        question = rubric.question(question_id)
        if not isinstance(answer, Answer):
            raise InvalidAnswer(question_id, f"must be an Answer, not {type_of(answer)}")
        if answer.text is not None:
            must_be_text(answer.text, question_id)
        if answer.choice is None:
            continue
        if not isinstance(answer.choice, str) or question.choice(answer.choice) is None:
            known = ", ".join(c.value for c in question.choices)
            raise InvalidAnswer(question.id, f"{quoted(answer.choice)} is not one of its choices ({known})")


def check_weights(rubric: Rubric, weights: Mapping[str, float]) -> None:
    """Raise InvalidAnswer unless `weights` has weights of texts, 0 to 3, by questions of `rubric`."""
    if not isinstance(weights, Mapping):
        raise InvalidAnswer("", f"weights of texts must be a mapping of question ids, not {type_of(weights)}")
    for question_id, weight in weights.items():
        rubric.question(question_id)
        if not _between(weight, 0.0, TEXT_WEIGHT):
            raise InvalidAnswer(question_id, f"the weight of a text must be from 0 to {TEXT_WEIGHT:g}")


def checked_evidence(rubric: Rubric, evidence: Iterable[Evidence]) -> Sequence[Evidence]:
    """The reports of `evidence`, read once. Raises InvalidAnswer unless all are about questions of `rubric`."""
    if not isinstance(evidence, Iterable):
        raise InvalidAnswer("", f"evidence must be a list of reports, not {type_of(evidence)}")
    reports = []
    for report in evidence:
        if not isinstance(report, Evidence):
            raise InvalidAnswer("", f"evidence must be of the type Evidence, not {type_of(report)}")
        question_id = rubric.question(report.question_id).id
        if not isinstance(report.kind, str) or report.kind not in KINDS:
            raise InvalidAnswer(question_id, f"evidence must be of kind client or interview, not {quoted(report.kind)}")
        if not _between(report.value, 0.0, 1.0):
            raise InvalidAnswer(question_id, "the value of evidence must be from 0 to 1")
        if not _between(report.age_months, 0.0):
            raise InvalidAnswer(question_id, "the age of evidence must be 0 months or more")
        reports.append(report)
    return reports


def _between(value: object, low: float, high: float = math.inf) -> bool:
    """Whether `value` is a number from `low` to `high`; what is not a number at all, and NaN, is not."""
    return isinstance(value, (int, float)) and low <= value <= high
