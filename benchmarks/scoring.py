"""Compares the packaged rubric with a count of thirty keywords on texts written and graded 0 to 4 for this project."""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import scoring

TEXTS = Path(__file__).with_name("scoring_texts.jsonl")
KEYWORDS = (
    *("low back", "lower back", "hip", "thigh", "pelvi", "whole hour", "focus", "assess", "myofasc", "fascia", "slow"),
    *("sustain", "connective", "restrict", "range of motion", "posture", "imbalance", "tight", "weak", "tilt", "psoas"),
    *("glute", "piriformis", "trigger point", "refer", "attach", "no oil", "little", "grip", "at the end"),
)
ROUNDS = 500

Row = dict[str, str]
Scorer = Callable[[str, str], float]


def main() -> None:
    """Print rank correlations, separation, speed and, on request, the worst disagreements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show the N texts ranked furthest from grade"
    )
    options = parser.parse_args()
    rows = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    print(f"{len(rows)} texts; rank correlation and separation with 95 % bootstrap intervals")
    for name, scorer in (("thirty keywords", _keywords), ("rubric", _rubric)):
        scores = [scorer(row["question"], row["text"]) for row in rows]
        print(f"\n{name}")
        _report("all questions", rows, scores)
        for question in scoring.QUESTIONS:
            chosen = [i for i, row in enumerate(rows) if row["question"] == question.id]
            _report(question.id, [rows[i] for i in chosen], [scores[i] for i in chosen])
    _speed(rows)
    if options.errors:
        _errors(rows, options.errors)


def _keywords(_question: str, text: str) -> float:
    lower = text.lower()
    return float(sum(word in lower for word in KEYWORDS))


def _rubric(question: str, text: str) -> float:
    return scoring.score_answer(scoring.load_rubric(), question, text).score


def _report(name: str, rows: Sequence[Row], scores: Sequence[float]) -> None:
    grades = [float(row["grade"]) for row in rows]
    rho, low, high = _interval(lambda g, s: spearman(g, s), grades, scores)
    area, area_low, area_high = _interval(area_under_curve, grades, scores)
    print(
        f"  {name:14} n={len(rows):3}  Spearman {rho:.2f} [{low:.2f}, {high:.2f}]"
        f"  AUC of grade 3-4 v 0-1 {area:.3f} [{area_low:.3f}, {area_high:.3f}]"
    )


def _interval(
    measure: Callable[[Sequence[float], Sequence[float]], float], grades: Sequence[float], scores: Sequence[float]
) -> tuple[float, float, float]:
    draw = random.Random(7)
    values = []
    for _ in range(ROUNDS):
        chosen = [draw.randrange(len(grades)) for _ in grades]
        values.append(measure([grades[i] for i in chosen], [scores[i] for i in chosen]))
    values.sort()
    return measure(grades, scores), values[int(0.025 * ROUNDS)], values[int(0.975 * ROUNDS)]


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Rank correlation, -1 to 1; ties share their mean rank; 0 if one side is constant."""
    ranks = _ranks(one), _ranks(other)
    if min(map(statistics.pvariance, ranks)) == 0:
        return 0.0
    return statistics.correlation(*ranks)


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for i in order[start:end]:
            ranks[i] = (start + end - 1) / 2
        start = end
    return ranks


def area_under_curve(grades: Sequence[float], scores: Sequence[float]) -> float:
    """Share of pairs of a good (3, 4) and a poor (0, 1) text in which the good one scores higher."""
    good = [s for g, s in zip(grades, scores, strict=True) if g >= 3]
    poor = [s for g, s in zip(grades, scores, strict=True) if g <= 1]
    if not good or not poor:
        return 0.5
    return sum((a > b) + 0.5 * (a == b) for a in good for b in poor) / (len(good) * len(poor))


def _speed(rows: Sequence[Row]) -> None:
    rubric = scoring.load_rubric()
    times = []
    for row in [*rows, *rows, *rows]:
        start = time.perf_counter()
        scoring.score_answer(rubric, row["question"], row["text"])
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(
        f"\nspeed, warm: median {statistics.median(times):.2f} ms,"
        f" 99th percentile {times[int(0.99 * len(times))]:.2f} ms"
    )


def _errors(rows: Sequence[Row], count: int) -> None:
    scores = [_rubric(row["question"], row["text"]) for row in rows]
    gaps = [score * 4 - float(row["grade"]) for row, score in zip(rows, scores, strict=True)]
    print("\nfurthest from their grade")
    for i in sorted(range(len(rows)), key=lambda i: -abs(gaps[i]))[:count]:
        row = rows[i]
        result = scoring.score_answer(scoring.load_rubric(), row["question"], row["text"])
        found = " ".join(f"{c.id.split('.')[1]}{c.points:+g}" for c in result.criteria if c.points)
        print(f"{row['question']} grade {row['grade']} score {scores[i]:.2f} ({row['voice']}) {row['text']}")
        print(f"     {found} {' '.join(result.guards)}")


if __name__ == "__main__":
    main()
