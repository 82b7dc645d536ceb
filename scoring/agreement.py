"""Answers held against each other and against their choices: what one says and another denies, with the passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from .answer import score_answer
from .checking import check_answers
from .criterion import CriterionResult, Span
from .questionnaire import Answer, Question
from .rubric import Rubric

HIGH, LOW = "high", "low"
# From here on a choice claims one end of a question, up to here the other.
CLAIMS_FULLY, CLAIMS_LITTLE = 0.6, 0.3


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Passage:
    """A passage of the answer to one question, as offsets in its text; `spans` is empty for a choice."""

    question_id: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Contradiction:
    """Two passages that say opposite things: `one` little or none of something, `other` plenty of it."""

    one: Passage
    other: Passage


def contradictions(rubric: Rubric, answers: Mapping[str, Answer]) -> tuple[Contradiction, ...]:
    """What the answers of one practice say against each other about the amount of the rubric's topic.

    Compared are the texts of all questions that ask about an amount, and each such text with its own choice. Raises
    InvalidAnswer for an unknown question or choice.
    """
    check_answers(rubric, answers)
    stated = {q.id: _stated(rubric, q, answers[q.id]) for q in _asking(rubric) if q.id in answers}
    found = []
    for one, other in combinations(stated, 2):
        for little, plenty in ((one, other), (other, one)):
            if stated[little].get(LOW) and stated[plenty].get(HIGH) and not stated[little].get(HIGH):
                found.append(Contradiction(Passage(little, stated[little][LOW]), Passage(plenty, stated[plenty][HIGH])))
    for question_id, said in stated.items():
        found += _against_choice(rubric.question(question_id), answers[question_id], said)
    return tuple(found)


def _asking(rubric: Rubric) -> Iterator[Question]:
    return (q for q in rubric.questions if any(c.amount for c in q.criteria))


def _stated(rubric: Rubric, question: Question, answer: Answer) -> dict[str, tuple[Span, ...]]:
    """The passages of a text that say little and plenty."""
    if not answer.text:
        return {}
    results = {c.id: c for c in score_answer(rubric, question.id, answer.text).criteria}
    return {
        criterion.amount: results[criterion.id].spans
        for criterion in question.criteria
        if criterion.amount and _found(results[criterion.id])
    }


def _found(result: CriterionResult) -> bool:
    return result.status not in {"missing", "contradicted"} and bool(result.spans)


def _against_choice(question: Question, answer: Answer, said: Mapping[str, tuple[Span, ...]]) -> list[Contradiction]:
    """A choice that claims little beside a text that says plenty, or the other way round."""
    choice = question.choice(answer.choice) if answer.choice else None
    if choice is None or not _rewards_little(question) or (LOW in said and HIGH in said):
        return []
    chosen = Passage(question.id, ())
    if choice.claim >= CLAIMS_FULLY and HIGH in said:
        return [Contradiction(chosen, Passage(question.id, said[HIGH]))]
    if choice.claim <= CLAIMS_LITTLE and LOW in said:
        return [Contradiction(Passage(question.id, said[LOW]), chosen)]
    return []


def _rewards_little(question: Question) -> bool:
    """Whether the choices themselves are amounts of which little earns most: the first criterion asks how much."""
    return question.criteria[0].amount == LOW and not question.criteria[0].penalty
