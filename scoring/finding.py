"""Applies one criterion to a reading: which words meet it, and what that earns or costs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from .criterion import Criterion, CriterionResult, Span
from .lexicon import Hit
from .questionnaire import Question
from .reading import Reading

SPANS_SHOWN = 8
# So many words before a mention, and behind it, the word that denies it is looked for.
DENIED_FROM, DENIED_UP_TO = 6, 3


class _Findings(NamedTuple):
    """Wordings that meet a criterion, each as the mentions it consists of; else the mentions that say the opposite."""

    meeting: tuple[tuple[Hit, ...], ...] = ()
    opposing: tuple[Hit, ...] = ()


def apply_all(question: Question, reading: Reading) -> tuple[CriterionResult, ...]:
    """What the criteria of a question bring for a text, in their order; one that finds nothing costs little."""
    plan = _plan(question)
    results = list(plan.missing)
    likely = set(plan.always)
    for concept in plan.begun.keys() & reading.hits:
        likely.update(plan.begun[concept])
    for index in likely:
        if not any(map(reading.hits.keys().isdisjoint, plan.further[index])):
            results[index] = apply(question.criteria[index], reading, plan.missing[index])
    return tuple(results)


class _Plan(NamedTuple):
    """What to look into for a text: criteria by index that need no concept, others by concepts of their first group.

    `further` are the other groups, of each of which a text has to mention one concept, `missing` what a criterion
    brings that finds nothing.
    """

    always: tuple[int, ...]
    begun: dict[str, list[int]]
    further: tuple[tuple[frozenset[str], ...], ...]
    missing: tuple[CriterionResult, ...]


@lru_cache(maxsize=256)
def _plan(question: Question) -> _Plan:
    groups = tuple(tuple(map(frozenset, (c.any,) if c.any else c.near)) for c in question.criteria)
    begun: dict[str, list[int]] = {}
    for index, wanted in enumerate(groups):
        for concept in wanted[0] if wanted else ():
            begun.setdefault(concept, []).append(index)
    always = tuple(index for index, wanted in enumerate(groups) if not wanted)
    missing = tuple(_result(criterion, 0.0, "missing", ()) for criterion in question.criteria)
    return _Plan(always, begun, tuple(wanted[1:] for wanted in groups), missing)


def apply(criterion: Criterion, reading: Reading, missing: CriterionResult) -> CriterionResult:
    """What a criterion brings for a text that mentions what it looks for; `missing` if it finds nothing after all."""
    if criterion.fact and not reading.wrong:
        return missing
    if criterion.amount and not reading.amounts.low and not reading.amounts.high:
        return missing
    if criterion.unless and any(not reading.stance.denied[h.first] for h in reading.of(criterion.unless)):
        return missing
    findings = _find(criterion, reading)
    if not findings.meeting:
        denied = bool(findings.opposing) and not criterion.penalty and criterion.polarity != "any"
        return _result(criterion, 0.0, "contradicted", _quoted(reading, findings.opposing)) if denied else missing
    spans = _quoted(reading, list(chain.from_iterable(findings.meeting)))
    points = _points(criterion, findings, reading)
    if criterion.penalty:
        return _result(criterion, points, "penalty", spans)
    return _result(criterion, points, "met" if points >= criterion.max_points - 1e-9 else "half", spans)


def _result(criterion: Criterion, points: float, status: str, spans: tuple[Span, ...]) -> CriterionResult:
    most = 0.0 if criterion.penalty else criterion.max_points
    return CriterionResult(criterion.id, criterion.label, round(points, 4), most, status, spans, criterion.note)


def _quoted(reading: Reading, hits: Sequence[Hit]) -> tuple[Span, ...]:
    """Spans of the mentions; of those that are denied from or to the word of their clause that denies them."""
    if reading.prepared.grammar.quotes_denials:
        denied = reading.stance.denied
        hits = [_with_denial(reading, hit) if denied[hit.first] else hit for hit in hits]
    return joined_spans(reading, hits)


def _with_denial(reading: Reading, hit: Hit) -> Hit:
    words, tokens, grammar = reading.prepared.words, reading.prepared.tokens, reading.prepared.grammar
    clause = tokens[hit.first].clause
    before = range(hit.last, max(-1, hit.first - DENIED_FROM - 1), -1)
    after = range(hit.last + 1, min(len(words), hit.last + DENIED_UP_TO + 1))
    for index in chain(before, after):
        if tokens[index].clause == clause and words[index] in grammar.negations:
            # "Do not use any oil" has a verb behind the denial and its auxiliary before it, "is no oil" has none.
            led = 0 < index < hit.first - 1 and words[index - 1] in grammar.auxiliaries
            return hit._replace(first=min(hit.first, index - led), last=max(hit.last, index))
    return hit


def _points(criterion: Criterion, findings: _Findings, reading: Reading) -> float:
    if len(findings.meeting) == 1 and not criterion.amount:
        return criterion.points
    wordings = {(group[0].concept, group[0].term) for group in findings.meeting}
    concepts = {concept for concept, _ in wordings}
    further = (len(concepts) - 1) + 0.5 * (len(wordings) - len(concepts))
    if criterion.penalty:
        earned = max(criterion.points - abs(criterion.more) * further, criterion.max_points)
    else:
        earned = min(criterion.points + criterion.more * further, criterion.max_points)
    return earned / 2 if criterion.amount and findings.opposing and not criterion.penalty else earned


def _find(criterion: Criterion, reading: Reading) -> _Findings:
    if criterion.fact:
        return _Findings(tuple(zip(reading.wrong)))
    if criterion.amount:
        low, high = reading.amounts.low, reading.amounts.high
        meeting, opposing = (low, high) if criterion.amount == "low" else (high, low)
        return _Findings(tuple(zip(meeting)), opposing)
    if criterion.near:
        return _find_near(criterion, reading)
    hits = reading.of(criterion.any)
    counting = _counting(criterion, reading, hits)
    if counting:
        return _Findings(tuple(zip(counting)))
    stance = reading.stance
    return _Findings((), tuple(h for h in hits if stance.denied[h.first] and h.first not in stance.rejected))


def _counting(criterion: Criterion, reading: Reading, hits: Sequence[Hit]) -> Sequence[Hit]:
    """The mentions that the writer says of the own practice, denied or not as the criterion wants."""
    stance, polarity = reading.stance, criterion.polarity
    if criterion.penalty:
        hits = [hit for hit in hits if not stance.past[hit.first]]
    if polarity == "any":
        return (
            hits
            if criterion.penalty
            else [h for h in hits if stance.standing[h.first] and h.first not in stance.rejected]
        )
    wanted = polarity == "denied"
    return [h for h in hits if stance.standing[h.first] and stance.denied[h.first] == wanted]


def _find_near(criterion: Criterion, reading: Reading) -> _Findings:
    groups = [_counting(criterion, reading, reading.of(names)) for names in criterion.near]
    if not all(groups):
        return _Findings()
    found = []
    for anchor in groups[0]:
        chosen = [anchor]
        for group in groups[1:]:
            partner = _partner(criterion, reading, chosen, group)
            if partner is None:
                break
            chosen.append(partner)
        else:
            found.append(tuple(chosen))
    return _Findings(tuple(found))


def _partner(criterion: Criterion, reading: Reading, chosen: Sequence[Hit], group: Sequence[Hit]) -> Hit | None:
    """The mention in `group` closest to the first chosen one, inside the window and overlapping none of the chosen."""
    anchor, tokens = chosen[0], reading.prepared.tokens
    best: Hit | None = None
    nearest, place, after = criterion.window + 1, tokens[anchor.first].place, chosen[-1].last
    for hit in group:
        distance = abs(tokens[hit.first].place - place)
        if distance >= nearest or (criterion.ordered and hit.first <= after):
            continue
        if any(hit.first <= other.last and other.first <= hit.last for other in chosen):
            continue
        best, nearest = hit, distance
    return best


def meeting(criterion: Criterion, reading: Reading) -> list[Hit]:
    """The mentions by which a reading meets a criterion."""
    return list(chain.from_iterable(_find(criterion, reading).meeting))


def joined_spans(reading: Reading, hits: Sequence[Hit]) -> tuple[Span, ...]:
    """Spans of the mentions in text order, overlapping ones joined."""
    joined: list[Span] = []
    if len(hits) == 1:
        return (reading.span(hits[0]),)
    for start, end in sorted({reading.span(hit) for hit in hits}):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined[:SPANS_SHOWN])
