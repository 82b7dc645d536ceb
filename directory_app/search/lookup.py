"""One look through the index: who is inside a circle, who passes the filters, in which order, and what one more filter
would leave.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..places.distance import EARTH_RADIUS_KM
from ..publishing.lines import DISTANCE_SHARE, HALF_DISTANCE_KM, RANK_SHARE
from ..publishing.prices import CURRENCY
from .criteria import Order
from .filters import PRICE, Filter
from .position import Position
from .segment import Bits, Circle, Columns, Floats, Numbers, Run, Segment, packed

Part = tuple[Segment, Bits]

SQUARED = (EARTH_RADIUS_KM / HALF_DISTANCE_KM) ** 2


@dataclass(frozen=True)
class Found:
    """A stretch of an ordered result: `total` listings match, `before` of them stand ahead of these.

    `end` is where the last of them stands. `counts` tells for each trait how many would be found with it chosen too;
    of one that is chosen already, how many have it.
    """

    total: int
    before: int
    listings: tuple[int, ...]
    end: Position | None
    counts: dict[str, int]


class Best(NamedTuple):
    """Of the rows of a part that match: how many, how many of them stand ahead, and those that stand first behind."""

    total: int
    before: int
    listing: Numbers
    dot: Floats
    first: Floats


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
    currency: str = "",
) -> Found:
    """The listings inside `circle` (None: everywhere) that pass all `filters`, `limit` of them after `skip` or `after`.

    `among` are the only listings that may be found, rising; None for all. Each listing is found once, by its nearest
    place. Prices are compared in `currency`, and whoever states one in another passes no filter of prices; empty for
    all of them.
    """
    if after is not None:
        skip = 0
    best: list[Best] = []
    counts: dict[str, int] = {}
    gained: dict[str, int] = {}
    for segment, gone in parts:
        runs = _once_each(segment, segment.runs(circle, gone), among)
        passed = [_passing(segment, run, filters, currency) for run in runs]
        if counting and runs:
            _add_counts(counts, gained, segment, runs, filters, passed, currency)
        rows = [run.rows(bits) for run, bits in zip(runs, passed, strict=True)]
        dots = [run.dots.take(own - run.start) for run, own in zip(runs, rows, strict=True)]
        if runs:
            best.append(_best_of(segment.columns, _together(rows), _together(dots), order, after, skip + limit))
    if counting:
        _widen(counts, gained, filters, sum(one.total for one in best))
    return _found(best, limit, skip, after, counts)


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
    return run._replace(inside=run.inside & ~packed(truths))


def _passing(segment: Segment, run: Run, filters: Iterable[Filter], currency: str) -> Bits:
    """The rows of a run that pass all filters."""
    passed = run.inside
    for one in filters:
        passed = passed & _allowed(segment, run, one)
        if one.group is PRICE:
            passed = _paid_in(segment, run, passed, currency)
    return passed


def _paid_in(segment: Segment, run: Run, bits: Bits, currency: str) -> Bits:
    """Those of the rows whose price is in the currency."""
    return bits & segment.bits_of(CURRENCY + currency)[run.words] if currency else bits


def _allowed(segment: Segment, run: Run, one: Filter) -> Bits:
    bits = [segment.bits_of(trait)[run.words] for trait in one.traits]
    return reduce(operator.and_ if one.group.every else operator.or_, bits)


def _add_counts(
    counts: dict[str, int],
    gained: dict[str, int],
    segment: Segment,
    runs: Sequence[Run],
    filters: Sequence[Filter],
    passed: Sequence[Bits],
    currency: str,
) -> None:
    """Count every trait among the rows left by the filters of other groups; `gained`, among those that its own group
    keeps out.
    """
    counted: Any = sum(segment.counts(run, bits) for run, bits in zip(runs, passed, strict=True))
    prices = segment.group(PRICE.prefix)
    if currency and len(prices):
        paid = ((run, _paid_in(segment, run, bits, currency)) for run, bits in zip(runs, passed, strict=True))
        counted[prices] = sum(segment.counts(run, bits, prices) for run, bits in paid)
    for one in filters:
        if one.group.every:
            continue
        others = [other for other in filters if other is not one]
        own = segment.group(one.group.prefix)
        kept_out: Any = np.zeros(len(own), dtype=np.uint32)
        for run, bits in zip(runs, passed, strict=True):
            out = _passing(segment, run, others, currency) & ~bits
            if one.group is PRICE:
                # Who would be left without it, by the currency of their price.
                all_currencies = segment.group(CURRENCY)
                counted[all_currencies] += segment.counts(run, out, all_currencies)
                out = _paid_in(segment, run, out, currency)
            kept_out += segment.counts(run, out, own)
        counted[own] += kept_out
        if one.group.alternatives:
            _add(gained, segment.names(one.group.prefix), kept_out)
    _add(counts, segment.traits, counted)


def _add(numbers: dict[str, int], traits: Iterable[str], counted: Numbers) -> None:
    for trait, number in zip(traits, counted.tolist(), strict=True):
        if number:
            numbers[trait] = number + numbers.get(trait, 0)


def _widen(counts: dict[str, int], gained: dict[str, int], filters: Iterable[Filter], total: int) -> None:
    """Where chosen values are alternatives, one more adds those who have it to the `total` found without it.

    Values with a fixed list are all offered, also one that adds nobody.
    """
    for one in filters:
        if one.group.alternatives:
            fixed = [one.group.prefix + value for value, _ in one.group.values]
            offered = [trait for trait in counts if trait.startswith(one.group.prefix)]
            for trait in {*fixed, *offered}.difference(one.traits):
                counts[trait] = total + gained.get(trait, 0)


def _together(pieces: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _best_of(columns: Columns, rows: Numbers, dots: Floats, order: Order, after: Position | None, most: int) -> Best:
    """Of these rows the ones that stand first behind `after`, at most so many, in any order."""
    first = KEYS[order](columns, rows, dots)
    total = len(rows)
    if after is not None:
        tied = (first == after.first) & (dots <= after.second)
        behind = first < after.first
        behind[tied] = (dots[tied] < after.second) | (columns.listing[rows[tied]] > after.listing)
        rows, dots, first = rows[behind], dots[behind], first[behind]
    before = total - len(rows)
    if len(rows) > 2 * most:
        # All that equal the last one stay in, so that the second figure can decide between them.
        chosen = np.flatnonzero(first >= np.partition(first, len(first) - most)[len(first) - most])
        rows, dots, first = rows[chosen], dots[chosen], first[chosen]
    return Best(total, before, columns.listing[rows], dots, first)


def _found(best: Sequence[Best], limit: int, skip: int, after: Position | None, counts: dict[str, int]) -> Found:
    """The best of all parts in their order."""
    total = sum(one.total for one in best)
    before = sum(one.before for one in best) if after is not None else min(skip, total)
    if not total:
        return Found(0, 0, (), None, counts)
    listing = _together([one.listing for one in best])
    dot = _together([one.dot for one in best])
    first = _together([one.first for one in best])
    chosen = np.lexsort((listing, -dot, -first))[skip : skip + limit]
    last = chosen[-1:]
    end = Position(first[last].item(), dot[last].item(), listing[last].item()) if len(last) else None
    return Found(total, before, tuple(listing[chosen].tolist()), end, counts)


def _best_fit(columns: Columns, rows: Numbers, dots: Floats) -> Floats:
    # The chord squared in place of the distance squared: within 0.1 % up to 300 km, beyond which the share is nil.
    # 1 + (2 - 2 dot) * SQUARED, in as few passes over the rows as it takes.
    near = dots * (-2.0 * SQUARED)
    near += 1.0 + 2.0 * SQUARED
    np.divide(DISTANCE_SHARE, near, out=near)
    fits: Floats = columns.rank.take(rows)
    fits *= RANK_SHARE
    fits += near
    return fits


# By order: the first figure of each row, of which the higher comes first; the second is always the nearness.
KEYS: dict[Order, Callable[[Columns, Numbers, Floats], Floats]] = {
    Order.BEST_FIT: _best_fit,
    Order.NEAREST: lambda columns, rows, dots: dots,
    Order.MOST_CLINICAL: lambda columns, rows, dots: columns.rank.take(rows),
    Order.MOST_RELAXING: lambda columns, rows, dots: -columns.high.take(rows),
    Order.RECENTLY_CONFIRMED: lambda columns, rows, dots: columns.confirmed.take(rows).astype(np.float64),
}
