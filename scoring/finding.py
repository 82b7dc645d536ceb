"""Applies one criterion to a reading: which words meet it, and what that earns or costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .criterion import Criterion, CriterionResult, Span
from .lexicon import Hit
from .reading import Reading

SPANS_SHOWN = 8


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Findings:
    """Wordings that meet a criterion, each as the mentions it consists of, and the mentions that say the opposite."""

    meeting: tuple[tuple[Hit, ...], ...] = ()
    opposing: tuple[Hit, ...] = ()


def apply(criterion: Criterion, reading: Reading) -> CriterionResult:
    """What `criterion` brings for a text."""
    if not _mentioned(criterion, reading):
        return _missing(criterion)
    if criterion.unless and any(not reading.stance.denied[h.first] for h in reading.of(criterion.unless)):
        return _result(criterion, 0.0, "missing", ())
    findings = _find(criterion, reading)
    spans = joined_spans(reading, [hit for group in findings.meeting for hit in group])
    if not findings.meeting:
        denied = bool(findings.opposing) and not criterion.penalty and criterion.polarity != "any"
        opposing = joined_spans(reading, findings.opposing)
        return _result(criterion, 0.0, "contradicted" if denied else "missing", opposing if denied else ())
    points = _points(criterion, findings, reading)
    if criterion.penalty:
        return _result(criterion, points, "penalty", spans)
    return _result(criterion, points, "met" if points >= criterion.max_points - 1e-9 else "half", spans)


def _mentioned(criterion: Criterion, reading: Reading) -> bool:
    """Whether a text mentions at all what a criterion looks for."""
    hits = reading.hits
    for group in _groups(criterion):  # noqa: SIM110 - a generator takes twice as long, and this runs most of all
        if group.isdisjoint(hits):
            return False
    return True


@lru_cache(maxsize=4096)
def _groups(criterion: Criterion) -> tuple[frozenset[str], ...]:
    """The sets of concepts of each of which a text has to mention one."""
    return tuple(map(frozenset, (criterion.any,) if criterion.any else criterion.near))


@lru_cache(maxsize=4096)
def _missing(criterion: Criterion) -> CriterionResult:
    return _result(criterion, 0.0, "missing", ())


def _result(criterion: Criterion, points: float, status: str, spans: tuple[Span, ...]) -> CriterionResult:
    most = 0.0 if criterion.penalty else criterion.max_points
    return CriterionResult(criterion.id, criterion.label, round(points, 4), most, status, spans, criterion.note)


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
        return _Findings(_each(reading.wrong))
    if criterion.amount:
        low, high = reading.amounts.low, reading.amounts.high
        meeting, opposing = (low, high) if criterion.amount == "low" else (high, low)
        return _Findings(_each(meeting), opposing)
    if criterion.near:
        return _find_near(criterion, reading)
    hits = reading.of(criterion.any)
    counting = [h for h in hits if _counts(criterion, reading, h)]
    return _Findings(_each(counting), tuple(h for h in hits if reading.stance.denied[h.first]))


def _each(hits: Sequence[Hit]) -> tuple[tuple[Hit, ...], ...]:
    return tuple((hit,) for hit in hits)


def _counts(criterion: Criterion, reading: Reading, hit: Hit) -> bool:
    if not reading.stance.standing[hit.first] and not (criterion.penalty and criterion.polarity == "any"):
        return False
    if criterion.polarity == "any":
        return True
    return reading.stance.denied[hit.first] == (criterion.polarity == "denied")


def _find_near(criterion: Criterion, reading: Reading) -> _Findings:
    groups = [[h for h in reading.of(names) if _counts(criterion, reading, h)] for names in criterion.near]
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
    anchor = chosen[0]
    best: tuple[int, Hit] | None = None
    for hit in group:
        distance = reading.place(hit) - reading.place(anchor)
        if abs(distance) > criterion.window or (criterion.ordered and hit.first <= chosen[-1].last):
            continue
        if any(hit.first <= other.last and other.first <= hit.last for other in chosen):
            continue
        if best is None or abs(distance) < best[0]:
            best = (abs(distance), hit)
    return best[1] if best else None


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
