"""What a text mentions, but not as its writer's own: told beside what earns, so that nothing is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .amount import AmountWords, read_amounts
from .criterion import CriterionResult
from .finding import apply, joined_spans, meeting
from .holding import Guard
from .lexicon import Hit
from .polarity import Stance
from .questionnaire import Question
from .reading import Reading

NOT_OWN = "not_own"
OTHERS = "Said of others or of another time, not of this practice, so it earns nothing."
TAKEN_BACK = "The text takes this back, so it earns nothing."
NOT_DONE = "Said not to be known, learned or offered, so it earns nothing."
ASKED = "Asked, or set as a task, and not said, so it earns nothing."
# What the guards say where these words are all that there is.
MENTIONED = {
    "irrelevant": "What this question asks about is mentioned, but not as the writer’s own.",
    "beside_question": (
        "What speaks to this question itself is not said as the writer’s own, so some of the points are held back."
    ),
}


def not_own(
    question: Question, reading: Reading, amount_words: AmountWords, criteria: Sequence[CriterionResult]
) -> tuple[CriterionResult, ...]:
    """Criteria that `reading` would meet if its writer said all of it of the own practice, with the words and why not.

    `criteria` are those of the question in its order. They keep their id and label; their status is "not_own" and their
    points are 0. None for costs, and none for what is beside the question, which nobody should write to please.
    """
    stance = reading.stance
    if all(stance.standing):
        return ()
    return tuple(_found(question, reading, _as_own(reading, amount_words), criteria))


def _as_own(reading: Reading, amount_words: AmountWords) -> Reading:
    """The same text as if every word stood."""
    stance, none = reading.stance, (False,) * len(reading.stance.standing)
    stance = replace(stance, aside=none, asked=frozenset(), disowned=frozenset(), standing=(True,) * len(none))
    amounts = reading.amounts
    if amount_words.topic:
        amounts = read_amounts(amount_words, reading.prepared, reading.hits, stance)
    return replace(reading, stance=stance, amounts=amounts)


def _found(
    question: Question, reading: Reading, as_own: Reading, criteria: Sequence[CriterionResult]
) -> Iterator[CriterionResult]:
    for criterion, result in zip(question.criteria, criteria, strict=True):
        if result.status != "missing" or criterion.penalty or criterion.beside:
            continue
        if apply(criterion, as_own, result).status in {"met", "half"}:
            hits = [hit for hit in meeting(criterion, as_own) if not reading.stance.stands(hit.first)]
            if hits:
                spans = joined_spans(reading, hits)
                yield replace(result, status=NOT_OWN, spans=spans, note=_why(reading.stance, hits[0]))


def _why(stance: Stance, hit: Hit) -> str:
    if hit.first in stance.retracted:
        return TAKEN_BACK
    if hit.first in stance.disowned:
        return NOT_DONE
    return ASKED if hit.first in stance.asked else OTHERS


def told(criteria: Sequence[CriterionResult], mentioned: Sequence[CriterionResult]) -> tuple[CriterionResult, ...]:
    """`criteria` with those that are only `mentioned` in the places of the same criteria that are missing."""
    instead = {one.id: one for one in mentioned}
    return tuple(instead.get(one.id, one) for one in criteria) if instead else tuple(criteria)


def as_mentioned(held: Sequence[Guard]) -> tuple[Guard, ...]:
    """Guards that say nothing was found, in words that are true of a text that mentions it all the same."""
    return tuple(replace(guard, note=MENTIONED.get(guard.id, guard.note)) for guard in held)
