"""Measures of agreement between scores and grades, and their bootstrap intervals."""

from __future__ import annotations

import random
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

ROUNDS = 400
Measure = Callable[[Sequence[float], Sequence[float]], float]


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Rank correlation, -1 to 1; ties share their mean rank; 0 if one side is constant."""
    ranks = _ranks(one), _ranks(other)
    if len(one) < 2 or min(map(statistics.pvariance, ranks)) == 0:
        return 0.0
    return statistics.correlation(*ranks)


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [(bisect_left(ordered, v) + bisect_right(ordered, v) - 1) / 2 for v in values]


def auc(good: Sequence[float], poor: Sequence[float]) -> float:
    """Share of pairs in which the good one scores higher, ties half; 0.5 without pairs."""
    if not good or not poor:
        return 0.5
    ordered = sorted(poor)
    above = sum(bisect_left(ordered, v) + bisect_right(ordered, v) for v in good)
    return above / (2 * len(good) * len(poor))


def area_under_curve(grades: Sequence[float], scores: Sequence[float]) -> float:
    """Share of pairs of a good (3, 4) and a poor (0, 1) text in which the good one scores higher."""
    return _separation(grades, scores, 0.0, 1.0)


def clinical_from_none(grades: Sequence[float], scores: Sequence[float]) -> float:
    """Area under the curve of texts graded 3 or more against those graded 0 by both passes."""
    return _separation(grades, scores, 0.0, 0.0)


def clinical_from_partly(grades: Sequence[float], scores: Sequence[float]) -> float:
    """Area under the curve of texts graded 3 or more against those graded 1.5 to 2.25."""
    return _separation(grades, scores, 1.5, 2.25)


def _separation(grades: Sequence[float], scores: Sequence[float], low: float, high: float) -> float:
    good = [s for g, s in zip(grades, scores, strict=True) if g >= 3]
    poor = [s for g, s in zip(grades, scores, strict=True) if low <= g <= high]
    return auc(good, poor)


def kappa(grades: Sequence[float], scores: Sequence[float]) -> float:
    """Quadratic weighted kappa of grades and scores, both in five bins; scores are from 0 to 1."""
    one = [float(round(g + 1e-9)) for g in grades]
    other = [float(min(4, max(0, round(4 * s)))) for s in scores]
    spread = (
        statistics.pvariance(one) + statistics.pvariance(other) + (statistics.mean(one) - statistics.mean(other)) ** 2
    )
    return 1.0 - statistics.mean((a - b) ** 2 for a, b in zip(one, other, strict=True)) / spread if spread else 0.0


def tau_b(one: Sequence[float], other: Sequence[float]) -> float:
    """Kendall's rank correlation with ties, -1 to 1; 0 if one side is constant."""
    agree = tied_one = tied_other = pairs = 0
    for i in range(len(one)):
        for j in range(i):
            a, b = one[i] - one[j], other[i] - other[j]
            pairs += 1
            tied_one += a == 0
            tied_other += b == 0
            agree += (a * b > 0) - (a * b < 0)
    spread = (pairs - tied_one) * (pairs - tied_other)
    return float(agree / spread**0.5) if spread else 0.0


def share(_: Sequence[float], kept: Sequence[float]) -> float:
    """The mean of `kept`, each 0 or 1."""
    return statistics.fmean(kept) if kept else 0.0


def interval(measure: Measure, one: Sequence[float], other: Sequence[float]) -> tuple[float, float, float]:
    """The measure and its 95 % bootstrap interval (percentiles, fixed seed)."""
    draw = random.Random(7)
    count = len(one)
    values = []
    for _ in range(ROUNDS if count else 0):
        chosen = [draw.randrange(count) for _ in range(count)]
        values.append(measure([one[i] for i in chosen], [other[i] for i in chosen]))
    values.sort()
    if not values:
        return 0.0, 0.0, 0.0
    return measure(one, other), values[int(0.025 * ROUNDS)], values[int(0.975 * ROUNDS)]
