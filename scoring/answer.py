"""Scores one text: criteria met and missed, guards, and the points turned into a score from 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from .criterion import CriterionResult
from .doubt import symbols
from .errors import must_be_text
from .finding import SPANS_SHOWN, apply_all, joined_spans
from .guard_shares import OFF_LANGUAGE
from .holding import NOTES, Guard, guards
from .languages import UNREAD, language_of
from .normalise import Prepared, prepare
from .not_own import as_mentioned, not_own, told
from .questionnaire import Question
from .reading import Reading, read
from .rows import RowWeights
from .rubric import Rubric
from .wording import WordWeights

NO_ROWS = RowWeights()
CURVE = 1.4
COST_SCALE = 2.5
COST_CURVE = 1.3
SCORE_AT_FULL = 0.9
SHOWN_FROM = 0.4
# Whoever scores a practice asks for the same few texts again: for its flags, contradictions and points.
REMEMBERED = 32
WORDING = "wording"
WORDING_LABEL = "Worded like an explanation of such work"
WORDING_NOTE = "How much its plain words are those of texts that people graded high, whatever they mention."
DOUBT = "doubt"
DOUBT_LABEL = "Words that leave doubt"
DOUBT_NOTE = (
    "Words like these often stand in texts that deny, report or take back what they say, so some points are left out. "
    "That may be wrong here; a therapist can object."
)


@dataclass(frozen=True, slots=True)
class TextScore:
    """The reading of one text: `score` 0 to 1, its criteria in the order of the rubric and the guards that fired.

    `language` is the code of the language it was read in, or "unread" if it is in none that the rubric reads.
    `mentioned` are criteria that are missing because the text does not say their words as the writer's own.
    """

    score: float
    criteria: tuple[CriterionResult, ...]
    held: tuple[Guard, ...] = ()
    language: str = ""
    mentioned: tuple[CriterionResult, ...] = ()

    @property
    def told(self) -> tuple[CriterionResult, ...]:
        """The criteria as pages tell them: those that are only mentioned in place of the same ones missing."""
        return told(self.criteria, self.mentioned)

    @property
    def guards(self) -> tuple[str, ...]:
        """The names of the guards that fired."""
        return tuple(guard.id for guard in self.held)


class Weighed(NamedTuple):
    """A text before guards and doubt take from it: points `earned`, points lost as `cost`, and what they rest on.

    `full_points` is what makes a full answer in its language.
    """

    question: Question
    reading: Reading
    language: str
    criteria: tuple[CriterionResult, ...]
    held: tuple[Guard, ...]
    earned: float
    cost: float
    full_points: float
    mentioned: tuple[CriterionResult, ...]


def weigh(rubric: Rubric, question_id: str, text: str) -> Weighed:
    """What `text` earns and costs as an answer to a question. Raises InvalidAnswer for an unknown question or type."""
    question = rubric.question(question_id)
    must_be_text(text, question_id)
    prepared, language = _prepare(rubric, text)
    vocabulary = rubric.home if language == UNREAD else rubric.vocabularies[language]
    # Rows are told by terms that were fitted in the rubric's own language.
    row_weights = rubric.rows if vocabulary is rubric.home else NO_ROWS
    reading = read(prepared, vocabulary, rubric.amount_words, rubric.knowledge, row_weights, question_id)
    criteria = apply_all(question, reading)
    held = guards(text, reading, rubric, vocabulary, question, criteria)
    if language == UNREAD:
        held = (Guard(OFF_LANGUAGE, rubric.guard_shares[OFF_LANGUAGE], NOTES[OFF_LANGUAGE]),)
    earned = math.fsum(c.points for c in criteria if c.points > 0)
    cost = -math.fsum(c.points for c in criteria if c.points < 0)
    full_points = question.full_points * vocabulary.full_share
    mentioned = not_own(question, reading, rubric.amount_words, criteria) if language != UNREAD else ()
    if mentioned:
        held = as_mentioned(held)
    return Weighed(question, reading, language, criteria, held, earned, cost, full_points, mentioned)


def score_answer(rubric: Rubric, question_id: str, text: str) -> TextScore:
    """Read `text` as an answer to a question of `rubric`. Raises InvalidAnswer for an unknown question or type.

    A text that was read a moment ago is not read again; `read_anew.cache_clear()` forgets them.
    """
    must_be_text(text, question_id)
    return read_anew(rubric, question_id, text)


@lru_cache(maxsize=REMEMBERED)
def read_anew(rubric: Rubric, question_id: str, text: str) -> TextScore:
    """What `score_answer` says of a text it has not read lately."""
    question, reading, language, criteria, held, earned, cost, full_points, mentioned = weigh(rubric, question_id, text)
    if language != UNREAD and (doubted := _doubted(rubric, language, question, reading)):
        cost -= doubted.points
        criteria = (*criteria, doubted)
    if language != UNREAD and (spoken := rubric.vocabularies[language].words).share:
        weights = spoken.under(question.id)
        words = weights.known_words(reading.meant())
        worth = weights.value(words)
        score = points_to_score(earned, cost, full_points, worth, weights.share)
        criteria = (*criteria, _worded(weights, question, reading, words, worth))
    else:
        score = points_to_score(earned, cost, full_points)
    strictest = held[0] if held else None
    if strictest and strictest.share < 1.0:
        score *= strictest.share
        criteria = tuple(_guarded(criterion, strictest) for criterion in criteria)
    return TextScore(round(score, 6), criteria, held, language, mentioned)


def _prepare(rubric: Rubric, text: str) -> tuple[Prepared, str]:
    """The text as its own language splits it, and the code of that language."""
    prepared = prepare(text, rubric.home.grammar)
    language = language_of(prepared, rubric.vocabularies, text)
    if language in {rubric.language, UNREAD}:
        return prepared, language
    return prepare(text, rubric.vocabularies[language].grammar), language


def points_to_score(
    earned: float, cost: float, full_points: float, worded: float | None = None, share: float = 0.0
) -> float:
    """Points as a score, 0 to 1: slow for a lone finding, 0.9 at `full_points`, ever closer to 1; costs shrink it.

    `share` of it is how the text is worded, 0 to 1, where that is known.
    """
    reached = 1.0 - math.pow(1.0 - SCORE_AT_FULL, math.pow(earned / full_points, CURVE))
    if worded is not None:
        reached += share * (worded - reached)
    return reached * math.exp(-math.pow(cost / COST_SCALE, COST_CURVE))


def has_words(text: str | None) -> bool:
    """Whether there is anything in `text` that could be read."""
    return bool(text) and any(char.isalnum() for char in (text or "")[:4000])


def _guarded(result: CriterionResult, guard: Guard) -> CriterionResult:
    if result.status not in {"met", "half"}:
        return result
    points = round(result.points * guard.share, 4) if guard.share >= SHOWN_FROM else 0.0
    return replace(result, status="guarded", points=points, note=guard.note)


def _doubted(rubric: Rubric, language: str, question: Question, reading: Reading) -> CriterionResult | None:
    """What a text loses by its wording, as a criterion of its own with the words that speak most against it."""
    if language == rubric.language:
        doubts, text = rubric.doubts, symbols(reading.prepared, rubric.home.spelling)
        if settled := reading.settled():
            text = text.without(settled)
    else:
        vocabulary = rubric.vocabularies[language]
        if vocabulary.roles is None:
            return None
        doubts, text = vocabulary.doubts, vocabulary.roles.symbols(reading.prepared)
    kept, hits = doubts.kept(text, len(reading.prepared.distinct))
    points = round(-COST_SCALE * math.pow(-math.log(kept), 1.0 / COST_CURVE), 4)
    if not points:
        return None
    spans = joined_spans(reading, hits)
    return CriterionResult(f"{question.id.lower()}.{DOUBT}", DOUBT_LABEL, points, 0.0, "penalty", spans, DOUBT_NOTE)


def _worded(
    weighed: WordWeights, question: Question, reading: Reading, words: Mapping[str, int], worth: float
) -> CriterionResult:
    """The wording as a criterion: points in proportion to what it adds, and the words that add most."""
    share, weights = weighed.share, weighed.weights
    most = question.full_points * share / (1.0 - share)
    best = sorted((name for name in words if weights[name] > 0), key=weights.__getitem__, reverse=True)
    tokens = reading.prepared.tokens
    # Two words can stand in one character, as 1 and 4 do in "¼".
    spans = tuple(sorted({(tokens[words[n]].start, tokens[words[n]].end) for n in best[:SPANS_SHOWN]}))
    points = round(most * worth, 4)
    status = "half" if points else "missing"
    return CriterionResult(
        f"{question.id.lower()}.{WORDING}", WORDING_LABEL, points, round(most, 4), status, spans, WORDING_NOTE
    )
