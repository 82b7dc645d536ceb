"""How much of one thing a text says is used: the frame behind questions such as "Do you use a lot of oil?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import PLACE, Hit, Hits
from .normalise import Prepared
from .polarity import Stance

BEFORE = 6
AFTER = 8
TIME_REACH = 14
WRITER_BEFORE = 4


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AmountWords:
    """Names of the concepts that state an amount of `topic`; `low` and `high` state one without naming the topic.

    `against` says what plenty does wrong: plenty in its sentence is a reason, unless the writer tells of using it. With
    `others`, plenty before the last word about little is what others do, unless the writer tells of using it.
    """

    topic: tuple[str, ...] = ()
    little: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    throughout: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    high: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    others: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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
        if verdict == "high" and (
            stance.conditional[hit.first] or stance.past[hit.first] or _as_reason(words, prepared, hits, cue or hit)
        ):
            continue
        if verdict:
            (low if verdict == "low" else high).append(_joined(hit, cue))
    for names, said, opposite in ((words.low, low, high), (words.high, high, low)):
        for hit in _of(hits, names):
            if not stance.stands(hit.first) or stance.conditional[hit.first]:
                continue
            if not stance.denied[hit.first]:
                if said is low or not stance.past[hit.first]:
                    said.append(hit)
            elif _writer_near(prepared, hit):
                opposite.append(hit)
    if words.others and low:
        high = [hit for hit in high if hit.first > low[-1].first or of_the_writer(prepared, hit)]
    return Amounts(tuple(low), tuple(high))


def of_the_writer(prepared: Prepared, hit: Hit) -> bool:
    """Whether the writer speaks of the own practice in the sentence of a mention, before it."""
    sentence = prepared.tokens[hit.first].sentence
    before = (token for token in prepared.tokens[: hit.last + 1] if token.sentence == sentence)
    return any(token.text in prepared.grammar.writers for token in before)


def _as_reason(words: AmountWords, prepared: Prepared, hits: Hits, cue: Hit) -> bool:
    """ "With a lot of oil you just slide": plenty is named as what gets in the way, not as what the writer does."""
    tokens = prepared.tokens
    sentence = tokens[cue.first].sentence
    if not any(tokens[hit.first].sentence == sentence for hit in _of(hits, words.against)):
        return False
    return not _writer_before(prepared, cue)


def _writer_before(prepared: Prepared, hit: Hit) -> bool:
    """Whether the writer names himself within the few words before a mention, in its sentence."""
    near = prepared.tokens[max(0, hit.first - WRITER_BEFORE) : hit.first]
    sentence = prepared.tokens[hit.first].sentence
    return any(token.text in prepared.grammar.writers and token.sentence == sentence for token in near)


def _writer_near(prepared: Prepared, hit: Hit) -> bool:
    """As `_writer_before`, or right after it in its clause ("Ohne Öl massiere ich nie")."""
    clause = prepared.tokens[hit.first].clause
    after = prepared.tokens[hit.last + 1 : hit.last + 1 + WRITER_BEFORE]
    return _writer_before(prepared, hit) or any(
        token.text in prepared.grammar.writers and token.clause == clause for token in after
    )


def _same_sentence(prepared: Prepared, one: Hit | None, other: Hit) -> bool:
    return one is not None and prepared.tokens[one.first].sentence == prepared.tokens[other.first].sentence


def _of(hits: Hits, names: Sequence[str]) -> list[Hit]:
    return sorted((h for name in names for h in hits.get(name, ())), key=PLACE)


def _joined(hit: Hit, cue: Hit | None) -> Hit:
    if cue is None:
        return hit
    return Hit(hit.concept, f"{cue.term} {hit.term}", min(hit.first, cue.first), max(hit.last, cue.last))


def _verdict(words: AmountWords, prepared: Prepared, hits: Hits, stance: Stance, hit: Hit) -> tuple[str, Hit | None]:
    lots = _nearest(prepared, _of(hits, words.lots), hit)
    little = _nearest(prepared, _of(hits, words.little), hit)
    denied = stance.denied[hit.first]
    if hit.first in stance.refuted:
        asked_little = (
            _same_sentence(prepared, little, hit)
            or prepared.tokens[max(hit.first - 1, 0)].text in prepared.grammar.negations
        )
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
