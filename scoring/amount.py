"""How much of one thing a text says is used: the frame behind questions such as "Do you use a lot of oil?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import Hit, Hits
from .normalise import Prepared
from .polarity import Stance

BEFORE = 6
AFTER = 8
TIME_REACH = 14


@dataclass(frozen=True, slots=True)
class AmountWords:
    """Names of the concepts that state an amount of `topic`; `low` and `high` state one without naming the topic."""

    topic: tuple[str, ...] = ()
    little: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    throughout: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    high: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amounts:
    """The mentions that say little or none (`low`) and plenty (`high`), in text order."""

    low: tuple[Hit, ...]
    high: tuple[Hit, ...]


def read_amounts(words: AmountWords, prepared: Prepared, hits: Hits, stance: Stance) -> Amounts:
    """Sort every mention of the topic by how much of it is said to be used; a bare mention goes nowhere."""
    low: list[Hit] = []
    high: list[Hit] = []
    for hit in _of(hits, words.topic):
        if stance.aside[hit.first] or hit.first in stance.asked:
            continue
        verdict, cue = _verdict(words, prepared, hits, stance, hit)
        if hit.first in stance.disowned:
            # "I never learned to work without oil": a denied "without" is no little.
            verdict = "" if verdict == "low" else "low"
        if verdict and not (verdict == "high" and stance.conditional[hit.first]):
            (low if verdict == "low" else high).append(_joined(hit, cue))
    for names, said, opposite in ((words.low, low, high), (words.high, high, low)):
        for hit in _of(hits, names):
            if stance.stands(hit.first) and not stance.conditional[hit.first]:
                (opposite if stance.denied[hit.first] else said).append(hit)
    return Amounts(tuple(low), tuple(high))


def _of(hits: Hits, names: Sequence[str]) -> list[Hit]:
    return sorted((h for name in names for h in hits.get(name, ())), key=lambda h: (h.first, h.last))


def _joined(hit: Hit, cue: Hit | None) -> Hit:
    if cue is None:
        return hit
    return Hit(hit.concept, f"{cue.term} {hit.term}", min(hit.first, cue.first), max(hit.last, cue.last))


def _verdict(words: AmountWords, prepared: Prepared, hits: Hits, stance: Stance, hit: Hit) -> tuple[str, Hit | None]:
    lots = _nearest(prepared, _of(hits, words.lots), hit)
    little = _nearest(prepared, _of(hits, words.little), hit)
    denied = stance.denied[hit.first]
    if hit.first in stance.refuted:
        asked_little = little is not None or prepared.tokens[max(hit.first - 1, 0)].text in prepared.grammar.negations
        return ("high" if asked_little else "low"), None
    if lots is not None and little is not None and lots.first <= hit.last and hit.first <= lots.last:
        lots = None
    if lots is not None and (little is None or _distance(lots, hit) < _distance(little, hit)):
        own_negation = prepared.tokens[lots.first].text in prepared.grammar.negations
        return ("low" if (stance.denied[lots.first] or denied) and not own_negation else "high"), lots
    if little is not None:
        degree = prepared.tokens[little.first].text in prepared.grammar.degrees
        return ("high" if stance.denied[little.first] and denied and degree else "low"), little
    throughout = _in_sentence(prepared, _of(hits, words.throughout), hit)
    late = _in_sentence(prepared, _of(hits, words.late), hit)
    if denied:
        return "low", throughout if throughout and abs(throughout.first - hit.first) < 4 else None
    if throughout is not None and not stance.denied[throughout.first]:
        return "high", throughout
    return ("low", late) if late is not None else ("", None)


def _nearest(prepared: Prepared, cues: Sequence[Hit], hit: Hit) -> Hit | None:
    clause = prepared.tokens[hit.first].clause
    answered = _answers(prepared, hit)
    near = [
        cue
        for cue in cues
        if (prepared.tokens[cue.first].clause == clause and -BEFORE <= cue.last - hit.first <= AFTER)
        or prepared.tokens[cue.first].sentence == answered
    ]
    return min(near, key=lambda cue: _distance(cue, hit), default=None)


def _in_sentence(prepared: Prepared, cues: Sequence[Hit], hit: Hit) -> Hit | None:
    sentence = prepared.tokens[hit.first].sentence
    near = [c for c in cues if prepared.tokens[c.first].sentence == sentence and _distance(c, hit) <= TIME_REACH]
    return min(near, key=lambda cue: _distance(cue, hit), default=None)


def _answers(prepared: Prepared, hit: Hit) -> int:
    """Number of the sentence that answers a short question in which `hit` stands ("Oil? Very little."), else -1."""
    sentence = prepared.tokens[hit.first].sentence
    return sentence + 1 if sentence in prepared.questions else -1


def _distance(one: Hit, other: Hit) -> int:
    return max(one.first - other.last, other.first - one.last, 0)
