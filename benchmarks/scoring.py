"""Compares the packaged rubric with two baselines on the development corpus, each figure with a bootstrap interval.

The baselines are a count of thirty keywords and a tf-idf ridge model trained on the fit part. `--errors` never shows
texts of the untouched part.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import scoring

from .report import table
from .scoring_baselines import TfIdfRidge, keywords
from .scoring_corpus import PARTS, Practice, Text, attacks, graded, practices
from .scoring_measures import (
    area_under_curve,
    clinical_from_none,
    clinical_from_partly,
    interval,
    kappa,
    share,
    spearman,
    tau_b,
)

__all__ = ["TEXTS", "area_under_curve", "spearman"]

TEXTS = Path(__file__).with_name("scoring_texts.jsonl")
LOW = 0.35
MEASURES = {
    "Spearman": spearman,
    "AUC v none": clinical_from_none,
    "AUC v partly": clinical_from_partly,
    "kappa": kappa,
}

Scorer = Callable[[str, str], float]


def main() -> None:
    """Print the figures of one part, or of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, default="check")
    parser.add_argument("--all", action="store_true", help="all parts, one after the other")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the N texts furthest from their grade")
    options = parser.parse_args()
    fit = [text for text in graded() if text.part == "fit"]
    scorers: dict[str, Scorer] = {"rubric": rubric, "thirty keywords": keywords, "tf-idf ridge": TfIdfRidge(fit)}
    for part in PARTS if options.all else (options.part,):
        _part(part, scorers)
        if options.errors and part != "untouched":
            _errors([text for text in graded() if text.part == part], options.errors)


def rubric(question: str, text: str) -> float:
    """The text score of the packaged rubric."""
    return scoring.score_answer(scoring.load_rubric(), question, text).score


def _part(part: str, scorers: dict[str, Scorer]) -> None:
    texts = [text for text in graded() if text.part == part]
    tricks = [text for text in attacks() if text.part == part]
    whole = [practice for practice in practices() if (practice.part == "untouched") == (part == "untouched")]
    print(f"\n{part}: {len(texts)} texts, {len(tricks)} attacks and controls, {len(whole)} practices")
    for name, scorer in scorers.items():
        scores = [scorer(text.question, text.text) for text in texts]
        print(f"\n{name}\n")
        print(table(("question", "texts", *MEASURES), list(_by_question(texts, scores))))
        print()
        print(table(("share", "texts", "figure"), list(_tricks(texts, scores, tricks, scorer, whole))))
    if part != "untouched":
        _speed(texts)


def _by_question(texts: Sequence[Text], scores: Sequence[float]) -> list[tuple[str, ...]]:
    rows = []
    for question in (*(q.id for q in scoring.load_rubric().questions), "all"):
        chosen = [i for i, text in enumerate(texts) if question in {text.question, "all"}]
        grades, given = [texts[i].grade for i in chosen], [scores[i] for i in chosen]
        figures = [figure(*interval(measure, grades, given)) for measure in MEASURES.values()]
        rows.append((question, str(len(chosen)), *figures))
    return rows


def _tricks(
    texts: Sequence[Text], scores: Sequence[float], tricks: Sequence[Text], scorer: Scorer, whole: Sequence[Practice]
) -> list[tuple[str, ...]]:
    partly = statistics.median(s for t, s in zip(texts, scores, strict=True) if 1.5 <= t.grade <= 2.25)
    kept = {
        text: float(given < min(partly, LOW) if text.expect == "low" else given >= min(partly, 0.5))
        for text in tricks
        for given in (scorer(text.question, text.text),)
    }
    rows = [
        _share("attacks kept low", [kept[t] for t in tricks if t.expect == "low"]),
        _share("good but unusual kept high", [kept[t] for t in tricks if t.expect == "high"]),
    ]
    kinds = sorted({text.kind for text in tricks})
    rows += [_share(f"  {kind}", [kept[t] for t in tricks if t.kind == kind], brief=True) for kind in kinds]
    totals = [_practice(practice, scorer) for practice in whole]
    figures = figure(*interval(tau_b, [p.grade for p in whole], totals))
    return [*rows, ("order of practices (tau-b)", str(len(whole)), figures)]


def _share(name: str, kept: Sequence[float], brief: bool = False) -> tuple[str, ...]:
    value, low, high = interval(share, kept, kept)
    return name, str(len(kept)), f"{value:.2f}" if brief else figure(value, low, high)


def _practice(practice: Practice, scorer: Scorer) -> float:
    """The rank score of a practice; for a baseline the mean over its texts."""
    if scorer is not rubric:
        return statistics.fmean(scorer(q, answer.get("text") or "") for q, answer in practice.answers.items())
    answers = {q: scoring.Answer(a.get("choice"), a.get("text")) for q, a in practice.answers.items()}
    return scoring.score_practice(scoring.load_rubric(), answers).rank_score


def figure(value: float, low: float, high: float) -> str:
    """A value with the ends of its interval."""
    return f"{value:.3f} [{low:.2f}, {high:.2f}]"


def _speed(texts: Sequence[Text]) -> None:
    times = []
    for text in [*texts, *texts, *texts]:
        start = time.perf_counter()
        rubric(text.question, text.text)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"\nspeed: median {statistics.median(times):.2f} ms, 99th percentile {times[int(0.99 * len(times))]:.2f} ms")


def _errors(texts: Sequence[Text], count: int) -> None:
    gaps = [(4 * rubric(text.question, text.text) - text.grade, text) for text in texts]
    print("\nfurthest from their grade")
    for gap, text in sorted(gaps, key=lambda pair: -abs(pair[0]))[:count]:
        result = scoring.score_answer(scoring.load_rubric(), text.question, text.text)
        found = " ".join(f"{c.id.split('.')[1]}{c.points:+g}" for c in result.criteria if c.points)
        print(f"{text.question} grade {text.grade:g} {gap:+.1f} ({text.voice}, {text.topic}) {text.text}")
        print(f"     {found} {' '.join(result.guards)}")


if __name__ == "__main__":
    main()
