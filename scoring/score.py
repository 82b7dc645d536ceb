"""A practice's score: every question's evidence as a Beta distribution, and their weighted sum."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .answer import TextScore, has_words, score_answer
from .checking import check_answers, check_weights, checked_evidence
from .criterion import CriterionResult
from .evidence import TEXT_WEIGHT, Evidence, level, posterior
from .holding import Guard
from .languages import UNREAD
from .normalise import prepare
from .questionnaire import Answer, Question
from .rubric import Rubric

SHARE_FOR_LEVEL = 0.8


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """One question: everything 0 to 1, but `contribution`, which is its points in the rank score."""

    question_id: str
    level: str
    claim: float | None
    text_score: float | None
    alpha: float
    beta: float
    estimate: float
    q10: float
    q20: float
    q90: float
    contribution: float
    criteria: tuple[CriterionResult, ...]
    held: tuple[Guard, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class PracticeScore:
    """A whole practice: `estimate`, `rank_score` and the 80 % range `low` to `high`, each 0 to 100."""

    estimate: float
    rank_score: float
    low: float
    high: float
    level: str
    rubric_version: str
    questions: tuple[QuestionScore, ...]


def score_practice(
    rubric: Rubric,
    answers: Mapping[str, Answer],
    evidence: Sequence[Evidence] = (),
    text_weights: Mapping[str, float] | None = None,
) -> PracticeScore:
    """Score all questions of `rubric`; unanswered ones keep the prior.

    `text_weights` replaces the weight of a text (3) by question, 0 to 3, where a flag holds it back. Raises
    InvalidAnswer for an unknown question or choice, for evidence or weights out of range, and for what is of another
    type.
    """
    weights = {} if text_weights is None else text_weights
    check_answers(rubric, answers)
    check_weights(rubric, weights)
    by_question: dict[str, list[Evidence]] = {}
    for report in checked_evidence(rubric, evidence):
        by_question.setdefault(report.question_id, []).append(report)
    scored = tuple(
        _score_question(
            rubric, q, answers.get(q.id, Answer()), by_question.get(q.id, []), weights.get(q.id, TEXT_WEIGHT)
        )
        for q in rubric.questions
    )
    pairs = list(zip(rubric.questions, scored, strict=True))
    return PracticeScore(
        estimate=_total([(q.weight, s.estimate) for q, s in pairs]),
        rank_score=_total([(q.weight, s.q20) for q, s in pairs]),
        low=_total([(q.weight, s.q10) for q, s in pairs]),
        high=_total([(q.weight, s.q90) for q, s in pairs]),
        level=_profile_level([s.level for s in scored]),
        rubric_version=rubric.version,
        questions=scored,
    )


def _total(parts: Sequence[tuple[float, float]]) -> float:
    return min(100.0, max(0.0, 100.0 * math.fsum(weight * value for weight, value in parts)))


def _profile_level(levels: Sequence[str]) -> str:
    """The highest level that at least four fifths of the questions reach."""
    needed = math.ceil(SHARE_FOR_LEVEL * len(levels) - 1e-9)
    return sorted(levels, reverse=True)[needed - 1]


def _score_question(
    rubric: Rubric, question: Question, answer: Answer, reports: Sequence[Evidence], text_weight: float
) -> QuestionScore:
    claim = _claim(question, answer.choice)
    text = score_answer(rubric, question.id, answer.text) if answer.text and has_words(answer.text) else None
    value = _text_value(text)
    weight = text_weight * length_share(rubric, answer.text)
    result = posterior(claim, worth(rubric, value), reports, weight, rubric.choice_alone)
    stands = text is not None and not text.guards and text_weight >= TEXT_WEIGHT
    q20 = result.quantile(0.2)
    return QuestionScore(
        question_id=question.id,
        level=level(claim, value, reports, stands),
        claim=claim,
        text_score=value,
        alpha=result.alpha,
        beta=result.beta,
        estimate=result.mean,
        q10=result.quantile(0.1),
        q20=q20,
        q90=result.quantile(0.9),
        contribution=100.0 * question.weight * q20,
        criteria=text.told if text else (),
        held=text.held if text else (),
        language=text.language if text else "",
    )


def _text_value(text: TextScore | None) -> float | None:
    """A text in a language the rubric cannot read is no evidence at all, neither for nor against."""
    return None if text is None or text.language == UNREAD else text.score


def worth(rubric: Rubric, text_score: float | None) -> float | None:
    """What a text of this score is worth as evidence: about the grade to be expected of such texts, both 0 to 1."""
    return None if text_score is None else math.pow(text_score, rubric.calibration)


def length_share(rubric: Rubric, text: str | None) -> float:
    """How far a text counts as evidence by its length, 0 to 1: in full from `enough_words` different words on.

    With fewer by the square root of their share, as the error of a mean falls with the number of observations.
    """
    if not rubric.enough_words or not text:
        return 1.0
    words = len(prepare(text, rubric.home.grammar).distinct)
    return math.sqrt(min(1.0, words / rubric.enough_words))


def _claim(question: Question, value: str | None) -> float | None:
    choice = None if value is None else question.choice(value)
    return choice.claim if choice else None
