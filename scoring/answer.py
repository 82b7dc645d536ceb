"""Scores one text: criteria met and missed, guards, and the points turned into a score from 0 to 1."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from .criterion import CriterionResult
from .errors import InvalidAnswer
from .finding import apply
from .guards import disguised, impersonal, instructed, listed, restated
from .known import is_copy
from .languages import UNREAD, language_of
from .normalise import Prepared, prepare
from .questionnaire import Question
from .reading import Reading, read
from .rubric import Rubric
from .vocabulary import Vocabulary

CURVE = 1.4
COST_SCALE = 2.5
COST_CURVE = 1.3
SCORE_AT_FULL = 0.9
SHOWN_FROM = 0.4
CAPS = {
    "keyword_list": 0.15,
    "instruction": 0.05,
    "echo": 0.0,
    "restated": 0.4,
    "copied": 0.2,
    "word_salad": 0.35,
    "disguised": 0.3,
    "beside_question": 0.6,
    "off_language": 0.0,
}
_FOUND = frozenset({"met", "half", "contradicted", "penalty"})
NOTES = {
    "keyword_list": "Found in a row of terms, not in sentences; most of the points are held back.",
    "instruction": "The text speaks to whoever scores it, so its points are held back until a person has read it.",
    "echo": "The text repeats the question.",
    "beside_question": "Nothing in it speaks to this question itself, so some of its points are held back.",
    "word_salad": "One long sentence of terms that speaks of nobody and to nobody.",
    "disguised": "Several words hide letters of another alphabet or invisible characters.",
    "copied": "Much of this stands word for word in a known public text.",
    "restated": "The text says hardly more than the question does.",
    "off_language": "The text is not in a language this rubric reads.",
}


@dataclass(frozen=True, slots=True)
class TextScore:
    """The reading of one text: `score` 0 to 1, its criteria in the order of the rubric and the guards that fired.

    `language` is the code of the language it was read in, or "unread" if it is in none that the rubric reads.
    """

    score: float
    criteria: tuple[CriterionResult, ...]
    guards: tuple[str, ...] = ()
    language: str = ""


def score_answer(rubric: Rubric, question_id: str, text: str) -> TextScore:
    """Read `text` as an answer to a question of `rubric`. Raises InvalidAnswer for an unknown question."""
    question = rubric.question(question_id)
    if not isinstance(text, str):
        raise InvalidAnswer(question_id, "the text of an answer must be a string")
    prepared, language = _prepare(rubric, text)
    vocabulary = rubric.vocabularies.get(language, rubric.home)
    reading = read(prepared, vocabulary, rubric.amount_words, rubric.knowledge, question_id)
    criteria = tuple(apply(criterion, reading) for criterion in question.criteria)
    guards = _guards(text, prepared, reading, rubric, vocabulary, question, criteria)
    if language == UNREAD:
        guards = ("off_language", *(guard for guard in guards if guard != "keyword_list"))
    earned = math.fsum(c.points for c in criteria if c.points > 0)
    cost = -math.fsum(c.points for c in criteria if c.points < 0)
    score = points_to_score(earned, cost, question.full_points * vocabulary.full_share)
    cap = min((CAPS[g] for g in guards if g in CAPS), default=1.0)
    if cap < 1.0:
        score *= cap
        note = next(NOTES[g] for g in guards if CAPS.get(g) == cap)
        criteria = tuple(_guarded(c, note, cap) for c in criteria)
    return TextScore(round(score, 6), criteria, guards, language)


def _prepare(rubric: Rubric, text: str) -> tuple[Prepared, str]:
    """The text as its own language splits it, and the code of that language."""
    prepared = prepare(text, rubric.home.grammar)
    language = language_of(prepared, rubric.vocabularies)
    if language in {rubric.language, UNREAD}:
        return prepared, language
    return prepare(text, rubric.vocabularies[language].grammar), language


def points_to_score(earned: float, cost: float, full_points: float) -> float:
    """Points as a score, 0 to 1: slow for a lone finding, 0.9 at `full_points`, ever closer to 1; costs shrink it."""
    reached = 1.0 - math.pow(1.0 - SCORE_AT_FULL, math.pow(earned / full_points, CURVE))
    return reached * math.exp(-math.pow(cost / COST_SCALE, COST_CURVE))


def has_words(text: str | None) -> bool:
    """Whether there is anything in `text` that could be read."""
    return bool(text) and any(char.isalnum() for char in (text or "")[:4000])


def _guarded(result: CriterionResult, note: str, cap: float) -> CriterionResult:
    if result.status not in {"met", "half"}:
        return result
    return replace(
        result, status="guarded", points=round(result.points * cap, 4) if cap >= SHOWN_FROM else 0.0, note=note
    )


def _guards(
    text: str,
    prepared: Prepared,
    reading: Reading,
    rubric: Rubric,
    vocabulary: Vocabulary,
    question: Question,
    criteria: tuple[CriterionResult, ...],
) -> tuple[str, ...]:
    tokens = prepared.tokens
    beside = {criterion.id for criterion in question.criteria if criterion.beside}
    found = []
    if listed(prepared):
        found.append("keyword_list")
    if len(reading.repeated) > 0.8 * len(tokens) > 0:
        found.append("echo")
    elif impersonal(prepared):
        found.append("word_salad")
    elif restated(prepared, vocabulary.content[question.id]):
        found.append("restated")
    if is_copy([token.text for token in tokens], rubric.known):
        found.append("copied")
    core = {criterion.id for criterion in question.criteria if criterion.core}
    if core and not any(c.id in core and c.status in _FOUND for c in criteria):
        found.append("beside_question")
    if disguised(text):
        found.append("disguised")
    if instructed(prepared):
        found.append("instruction")
    if len(tokens) >= 5 and all(c.status == "missing" or c.id in beside for c in criteria):
        found.append("irrelevant")
    return tuple(found)
