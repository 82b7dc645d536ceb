"""Fits the points of the packaged rubric to graded texts and writes them into its section `[fitted]`.

The score of a text is the curve of `scoring.answer` over points earned and points lost. Fitted is a factor for each
criterion, drawn towards 1 (the points set by hand), and from the good answers how often each concept is mentioned under
each question. Squared error on grade / 4, Adam from a fixed start, no randomness.
"""

from __future__ import annotations

import argparse
import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.scoring_corpus import PARTS, Text, attacks, graded
from benchmarks.scoring_measures import clinical_from_none, clinical_from_partly, spearman
from scoring.answer import COST_CURVE, COST_SCALE, CURVE, NO_ROWS, SCORE_AT_FULL, score_answer
from scoring.finding import apply_all
from scoring.normalise import prepare
from scoring.reading import read
from scoring.rubric import Rubric, assemble, load_rubric

from .adam import Adam, Numbers
from .fit_costs import SET, WAY, WAY_OF_SENTENCE, fit_costs, kind
from .fit_doubt import fit_doubt
from .fit_rows import fit_rows
from .fit_topics import fit_topics
from .fit_turns import fit_turns
from .fit_words import WORDS_SHARE, fit_words, word_in_turn, worth
from .fitted_section import FILE, Factors, Fitted, write, write_calibration

EARLIER = Path(__file__).parents[1] / "benchmarks" / "scoring_texts.jsonl"
CASES = Path(__file__).parents[1] / "tests" / "scoring" / "cases.json"
GRADES = {"high": 3.5, "between": 1.7, "low": 0.2}
TEACHES_FROM = 0.4
EPOCHS, RATE = 220, 0.03
TOWARDS_HAND = 1.0
LEAST_FACTOR, LEAST_PENALTY, MOST_FACTOR = 0.05, 0.6, 3.0
GOOD = 2.5
# The curves are flat at nothing; so that the first points move there too, they count as no flatter than here.
FLAT = 0.05
# Concepts that only hold statements against what is known.
UNSAID = ("_", "p_", "only_", "never_")
PRIOR = 0.5


@dataclass(slots=True)
class Example:
    """One text to fit: its question, the points of its criteria by hand, and the grade as a share."""

    question: str
    points: dict[str, float]
    wanted: float
    full_points: float
    weight: float
    cap: float
    text: Text
    worded: float = 0.0


def main() -> None:
    """Fit, report how the fit does on texts it has not seen, and write the points."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS[:2], default=["fit"])
    parser.add_argument("--folds", type=int, default=0, help="only report a cross-validation by topic")
    parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")
    options = parser.parse_args()
    rubric = by_hand()
    examples = gather(rubric, options.parts)
    odd = [text for text in attacks() if text.part in options.parts and text.expect == "high"]
    words = fit_words(examples, odd)
    word_in_turn(examples, odd)
    if options.folds:
        _cross_validate(examples, options.folds)
        return
    factors = fit(examples)
    _report("fitted on", examples, factors)
    unseen = [p for p in PARTS[:2] if p not in options.parts]
    if unseen:
        others = gather(rubric, unseen, earlier=False)
        for example in others:
            example.worded = worth(words, example.text)
        _report("not seen", others, factors)
    if not options.dry_run:
        doubt = fit_doubt(rubric, [text for text in (*graded(), *attacks()) if text.part in options.parts] + _cases())
        read = [text for text in (*graded(), *attacks()) if text.part in options.parts]
        turns, rows = fit_turns(rubric, read), fit_rows(rubric, concepts(), read)
        topics = fit_topics(read, [question.id for question in rubric.questions])
        fitted = Fitted(factors, subjects(rubric, options.parts), words, doubt, turns, rows, topics, SET)
        write(rubric, fitted, options.parts, len(examples))
        write(rubric, _with_costs(fitted, read, examples), options.parts, len(examples))
        write_calibration(options.parts)


def _with_costs(fitted: Fitted, read: Sequence[Text], examples: Sequence[Example]) -> Fitted:
    """What was fitted, with what the texts show its penalties, guards and doubts to be worth."""
    costs = fit_costs(load_rubric(FILE), read, _cases(), examples)
    factors = {
        c.id: fitted.factors.get(c.id, 1.0) * (costs.factors.get(kind(c.id), 1.0) if c.penalty else 1.0)
        for question in by_hand().questions
        for c in question.criteria
    }
    doubt = replace(fitted.doubt, above=costs.above, surely=costs.above + WAY, least=costs.least)
    begins = costs.above_of_sentence
    turns = replace(fitted.turns, above=begins, surely=begins + WAY_OF_SENTENCE, least=costs.least)
    return replace(fitted, factors=factors, doubt=doubt, turns=turns, guards={**SET, **costs.guards})


def by_hand() -> Rubric:
    """The packaged rubric with the points set by hand."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    data.pop("fitted", None)
    return assemble(data, FILE.name)


def concepts() -> Mapping[str, str]:
    """The terms of each concept of the packaged rubric, as they are written."""
    found: Mapping[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))["concepts"]
    return found


def gather(rubric: Rubric, parts: Sequence[str], *, earlier: bool = True) -> list[Example]:
    """Examples of the graded texts and attacks of `parts`; texts that a guard holds back teach nothing."""
    texts = [text for text in (*graded(), *attacks(later=False)) if text.part in parts]
    texts += _cases() if earlier else []
    return [example for text in texts for example in _examples(rubric, text)]


def _cases() -> list[Text]:
    """The graded texts of the first draft and the cases of tests, which have no id."""
    rows = [json.loads(line) for line in EARLIER.read_text(encoding="utf-8").splitlines()]
    texts = [Text("", r["question"], r["text"], r["voice"], r["voice"], float(r["grade"]), "fit") for r in rows]
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    return texts + [Text("", q, t, "", kind, GRADES[kind], "fit") for kind, rows in cases.items() for q, t in rows]


def _examples(rubric: Rubric, text: Text) -> list[Example]:
    held = score_answer(rubric, text.question, text.text).held
    cap = min((guard.share for guard in held), default=1.0)
    if cap < TEACHES_FROM:
        return []
    question = rubric.question(text.question)
    prepared = prepare(text.text, rubric.home.grammar)
    reading = read(prepared, rubric.home, rubric.amount_words, rubric.knowledge, NO_ROWS, text.question)
    points = {result.id: result.points for result in apply_all(question, reading) if result.points}
    weight = 3.0 if text.topic in GRADES else 1.0
    return [Example(text.question, points, text.grade / 4, question.full_points, weight, cap, text)]


def subjects(rubric: Rubric, parts: Sequence[str]) -> dict[str, list[float]]:
    """For each concept the logarithm of the share of good answers to each question that mention it."""
    good = [text for text in graded() if text.part in parts and text.grade >= GOOD]
    order = [question.id for question in rubric.questions]
    counts: dict[str, list[float]] = {}
    totals = [sum(text.question == one for text in good) for one in order]
    for text in good:
        for name in rubric.home.lexicon.find(prepare(text.text, rubric.home.grammar).tokens):
            if not name.startswith(UNSAID):
                counts.setdefault(name, [0.0] * len(order))[order.index(text.question)] += 1
    return {
        name: [math.log((count + PRIOR) / (total + 2 * PRIOR)) for count, total in zip(row, totals, strict=True)]
        for name, row in sorted(counts.items())
    }


def fit(examples: Sequence[Example]) -> Factors:
    """The factors of least penalised squared error."""
    names = sorted({name for example in examples for name in example.points})
    penalties = {name for example in examples for name, points in example.points.items() if points < 0}
    # What contradicts knowledge costs what it was set to: too few texts err to learn it from.
    fixed = {c.id for q in by_hand().questions for c in q.criteria if c.fact}
    least = np.array([1.0 if n in fixed else LEAST_PENALTY if n in penalties else LEAST_FACTOR for n in names])
    most = np.array([1.0 if n in fixed else MOST_FACTOR for n in names])
    columns, at = _Columns(examples, names), np.ones(len(names))
    adam = Adam(at)
    for epoch in range(1, EPOCHS + 1):
        rate = RATE * min(1.0, 3.0 * (1.0 - epoch / (EPOCHS + 1)))
        at = np.clip(at - rate * adam.direction(columns.slope(at)), least, most)
    return dict(zip(names, map(float, at), strict=True))


def scores_of(factors: Factors, examples: Sequence[Example]) -> list[float]:
    """The score of each example, 0 to 1."""
    names = sorted({name for example in examples for name in example.points})
    scores, *_ = _Columns(examples, names).scores(np.array([factors.get(name, 1.0) for name in names]))
    return [float(score) for score in scores]


class _Columns:
    """Examples as columns of numbers, and what a row of factors makes of them."""

    def __init__(self, examples: Sequence[Example], names: Sequence[str]) -> None:
        points = np.array([[example.points.get(name, 0.0) for name in names] for example in examples])
        self._earns, self._costs = np.maximum(points, 0.0), np.maximum(-points, 0.0)
        self._full, self._cap, self._worded, self._wanted, self._weight = (
            np.array(column)
            for column in zip(*((e.full_points, e.cap, e.worded, e.wanted, e.weight) for e in examples), strict=True)
        )

    def scores(self, at: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
        """Scores, and what they come from: share of full points, lost points, and what is kept and reached of them."""
        share, lost = self._earns @ at / self._full, self._costs @ at
        kept = self._cap * np.exp(-((lost / COST_SCALE) ** COST_CURVE))
        missed = (1.0 - SCORE_AT_FULL) ** (share**CURVE)
        reached = (1.0 - WORDS_SHARE) * (1.0 - missed) + WORDS_SHARE * self._worded
        return reached * kept, share, lost, kept, missed

    def slope(self, at: Numbers) -> Numbers:
        """How the error, with what draws towards the points by hand, changes with each factor."""
        scores, share, lost, kept, missed = self.scores(at)
        error = 2.0 * self._weight * (scores - self._wanted)
        by_share = -(1.0 - WORDS_SHARE) * missed * math.log(1.0 - SCORE_AT_FULL) * CURVE
        up = error * kept * by_share * np.maximum(share, FLAT) ** (CURVE - 1.0) / self._full
        down = error * scores * COST_CURVE / COST_SCALE * np.maximum(lost / COST_SCALE, FLAT) ** (COST_CURVE - 1.0)
        return np.asarray(2.0 * TOWARDS_HAND * (at - 1.0) + up @ self._earns - down @ self._costs)


def _report(name: str, examples: Sequence[Example], factors: Factors) -> None:
    chosen = [e for e in examples if not e.text.expect and e.text.id]
    grades = [4 * e.wanted for e in chosen]
    for label, one in (("by hand", {}), ("fitted", factors)):
        scores = scores_of(one, chosen)
        print(
            f"{name:10} {label:8} n={len(chosen)} Spearman {spearman(grades, scores):.3f}"
            f" AUC v none {clinical_from_none(grades, scores):.3f} v partly {clinical_from_partly(grades, scores):.3f}"
        )


def _cross_validate(examples: Sequence[Example], folds: int) -> None:
    groups = sorted({(e.question, e.text.topic) for e in examples})
    fold_of = {group: number % folds for number, group in enumerate(groups)}
    seen: list[tuple[float, float]] = []
    for fold in range(folds):
        factors = fit([e for e in examples if fold_of[e.question, e.text.topic] != fold])
        held = [e for e in examples if fold_of[e.question, e.text.topic] == fold and not e.text.expect and e.text.id]
        seen += zip([4 * e.wanted for e in held], scores_of(factors, held), strict=True)
    grades, scores = [g for g, _ in seen], [s for _, s in seen]
    print(
        f"{folds} folds by topic, n={len(seen)} Spearman {spearman(grades, scores):.3f}"
        f" AUC v none {clinical_from_none(grades, scores):.3f} v partly {clinical_from_partly(grades, scores):.3f}"
    )


if __name__ == "__main__":
    main()
