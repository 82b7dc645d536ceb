"""One look through the index: who is inside a circle, who passes the filters, in which order, and what one more filter
would leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..places.distance import EARTH_RADIUS_KM
from ..publishing.lines import DISTANCE_SHARE, HALF_DISTANCE_KM, RANK_SHARE
from .criteria import Order
from .filters import Filter
from .position import Position
from .segment import Bits, Circle, Columns, Floats, Numbers, Run, Segment, count, packed

Part = tuple[Segment, Bits]


@dataclass(frozen=True)
class Hit:
    """A listing found: the dot product of its nearest place with the centre, and its place in the order."""

    listing: int
    dot: float
    position: Position


@dataclass(frozen=True)
class Found:
    """A stretch of an ordered result: `total` listings match, `before` of them stand ahead of the hits.

    `counts` tells for each trait how many would be left with it beside the filters of other groups.
    """

    total: int
    before: int
    hits: tuple[Hit, ...]
    counts: dict[str, int]


class Matches(NamedTuple):
    """Rows that match, gathered from all runs."""

    listing: Numbers
    dot: Floats
    rank: Floats
    high: Floats
    confirmed: Numbers


def look(
    parts: Sequence[Part],
    circle: Circle | None,
    filters: Sequence[Filter],
    order: Order,
    *,
    among: Numbers | None = None,
    limit: int,
    skip: int = 0,
    after: Position | None = None,
    counting: bool = True,
) -> Found:
    """The listings inside `circle` (None: everywhere) that pass all `filters`, `limit` of them after `skip` or `after`.

    `among` are the only listings that may be found, rising; None for all. Each listing is found once, by its nearest
    place.
    """
    matches: list[Matches] = []
    counts: dict[str, int] = {}
    for segment, gone in parts:
        runs = _once_each(segment, segment.runs(circle, gone), among)
        passed = [_passing(segment, run, filters) for run in runs]
        if counting and runs:
            _add_counts(counts, segment, runs, filters, passed)
        found = ((run, run.rows(bits)) for run, bits in zip(runs, passed, strict=True))
        matches += [_gathered(segment.columns, run, rows) for run, rows in found if len(rows)]
    return _ordered(matches, order, limit, skip, after, counts)


def _once_each(segment: Segment, runs: list[Run], among: Numbers | None) -> list[Run]:
    """The runs without listings that are not meant, and of several places of one listing only the nearest."""
    if among is not None:
        runs = [_only(segment, run, among) for run in runs]
    if segment.shared is None:
        return runs
    shared = [run.rows(run.inside & segment.shared[run.words]) for run in runs]
    rows = np.concatenate(shared) if shared else np.zeros(0, dtype=np.int64)
    if len(rows) < 2:
        return runs
    dots = np.concatenate([run.dots[own - run.start] for run, own in zip(runs, shared, strict=True)])
    listings = segment.columns.listing[rows]
    order = np.lexsort((rows, -dots, listings))
    later = np.zeros(len(rows), dtype=bool)
    later[1:] = listings[order][1:] == listings[order][:-1]
    out = rows[order][later]
    return [_without(run, out[(out >= run.start) & (out < run.stop)]) for run in runs]


def _only(segment: Segment, run: Run, among: Numbers) -> Run:
    rows = run.rows(run.inside)
    listings = segment.columns.listing[rows]
    places = np.searchsorted(among, listings)
    places[places == len(among)] = 0
    meant = among[places] == listings if len(among) else np.zeros(len(rows), dtype=bool)
    return _without(run, rows[~meant])


def _without(run: Run, rows: Numbers) -> Run:
    if not len(rows):
        return run
    truths = np.zeros(run.stop - run.start, dtype=bool)
    truths[rows - run.start] = True
    return run._replace(inside=run.inside & ~packed(truths, run.start))


def _passing(segment: Segment, run: Run, filters: Iterable[Filter]) -> Bits:
    """The rows of a run that pass all filters."""
    passed = run.inside
    for one in filters:
        passed = passed & _allowed(segment, run, one)
    return passed


def _allowed(segment: Segment, run: Run, one: Filter) -> Bits:
    bits = [segment.bits_of(trait)[run.words] for trait in one.traits]
    join = np.bitwise_and if one.group.every else np.bitwise_or
    allowed: Bits = join.reduce(bits)
    return allowed


def _add_counts(
    counts: dict[str, int], segment: Segment, runs: Sequence[Run], filters: Sequence[Filter], passed: Sequence[Bits]
) -> None:
    """Count every trait among the rows left by the filters of other groups."""
    counted = sum(segment.counts(run, bits) for run, bits in zip(runs, passed, strict=True))
    own = dict(zip(segment.traits, np.asarray(counted).tolist(), strict=True))
    for one in filters:
        if one.group.every:
            continue
        others = [other for other in filters if other is not one]
        left = [_passing(segment, run, others) for run in runs]
        for trait in segment.traits:
            if trait.startswith(one.group.prefix):
                bits = segment.bits_of(trait)
                own[trait] = sum(count(bits[run.words] & rest) for run, rest in zip(runs, left, strict=True))
    for trait, number in own.items():
        if number:
            counts[trait] = counts.get(trait, 0) + number


def _gathered(columns: Columns, run: Run, rows: Numbers) -> Matches:
    return Matches(
        columns.listing[rows],
        run.dots[rows - run.start],
        columns.rank[rows],
        columns.high[rows],
        columns.confirmed[rows],
    )


def _ordered(
    found: Sequence[Matches], order: Order, limit: int, skip: int, after: Position | None, counts: dict[str, int]
) -> Found:
    if not found:
        return Found(0, 0, (), counts)
    matches = found[0] if len(found) == 1 else Matches(*(np.concatenate(column) for column in zip(*found, strict=True)))
    first, second = KEYS[order](matches)
    total = before = len(first)
    if after is not None:
        behind = _behind(first, second, matches.listing, after)
        before = total - len(behind)
        skip = 0
    else:
        behind = np.arange(total)
        before = min(skip, total)
    chosen = _best(first, second, matches.listing, behind, skip + limit)[skip:]
    columns = (matches.listing, matches.dot, first, second)
    hits = tuple(
        Hit(listing, dot, Position(leading, following, listing))
        for listing, dot, leading, following in zip(*(one[chosen].tolist() for one in columns), strict=True)
    )
    return Found(total, before, hits, counts)


def _best(first: Floats, second: Floats, listings: Numbers, rows: Numbers, most: int) -> Numbers:
    """The rows that stand first, at most so many, in their order."""
    if len(rows) > 2 * most:
        values = first[rows]
        least = np.partition(values, len(values) - most)[len(values) - most]
        # All that equal the last one stay in, so that the second figure can decide between them.
        rows = rows[values >= least]
    order = np.lexsort((listings[rows], -second[rows], -first[rows]))
    best: Numbers = rows[order[:most]]
    return best


def _behind(first: Floats, second: Floats, listings: Numbers, after: Position) -> Numbers:
    """The rows that stand after a place in the order."""
    tied = first == after.first
    later = tied & ((second < after.second) | ((second == after.second) & (listings > after.listing)))
    rows: Numbers = np.flatnonzero((first < after.first) | later)
    return rows


def _best_fit(matches: Matches) -> tuple[Floats, Floats]:
    # The chord squared in place of the distance squared: within 0.1 % up to 300 km, beyond which the share is nil.
    km_squared = (2.0 - 2.0 * matches.dot) * EARTH_RADIUS_KM**2
    return RANK_SHARE * matches.rank + DISTANCE_SHARE / (1.0 + km_squared / HALF_DISTANCE_KM**2), matches.dot


KEYS: dict[Order, Callable[[Matches], tuple[Floats, Floats]]] = {
    Order.BEST_FIT: _best_fit,
    Order.NEAREST: lambda matches: (matches.dot, matches.dot),
    Order.MOST_CLINICAL: lambda matches: (matches.rank, matches.dot),
    Order.MOST_RELAXING: lambda matches: (-matches.high, matches.dot),
    Order.RECENTLY_CONFIRMED: lambda matches: (matches.confirmed.astype(np.float64), matches.dot),
}
