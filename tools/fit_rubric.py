"""Fits the points of the packaged rubric to graded texts and writes them into its section `[fitted]`.

The score of a text is the curve of `scoring.answer` over points earned and points lost. Fitted are a factor for each
criterion, drawn towards 1 (the points set by hand), and points for single words outside the concepts, drawn towards 0
and in part shared by the questions. Squared error on grade / 4, Adam from a fixed start, no randomness.
"""

from __future__ import annotations

import argparse
import json
import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.scoring_corpus import PARTS, Text, attacks, graded
from benchmarks.scoring_measures import clinical_from_none, clinical_from_partly, spearman
from scoring.answer import CAPS, COST_CURVE, COST_SCALE, CURVE, SCORE_AT_FULL, score_answer
from scoring.english import FUNCTION_WORDS
from scoring.finding import apply
from scoring.normalise import prepare
from scoring.reading import read
from scoring.rubric import DEFAULT, PACKAGED, Rubric, assemble
from scoring.wording import stems

FILE = PACKAGED / f"{DEFAULT}.toml"
EARLIER = Path(__file__).parents[1] / "benchmarks" / "scoring_texts.jsonl"
CASES = Path(__file__).parents[1] / "tests" / "scoring" / "cases.json"
GRADES = {"high": 3.5, "between": 1.7, "low": 0.2}
FRAGMENTS = frozenset({"low", "lower", "back", "point", "points", "hour"})
TEACHES_FROM = 0.4
MARK = "\n# Fitted"
EPOCHS, RATE = 220, 0.03
TOWARDS_HAND = 0.05
WORDS_SHARED, WORDS_OWN = 0.4, 1.0
FEWEST_TEXTS = 4
SHORTEST = 3
LEAST_FACTOR, LEAST_PENALTY, MOST_FACTOR = 0.05, 0.6, 3.0
WORTH_WRITING = 0.03


@dataclass(slots=True)
class Example:
    """One text to fit: its question, the points of its criteria by hand, its words, and the grade as a share."""

    question: str
    points: dict[str, float]
    words: list[str]
    wanted: float
    full_points: float
    weight: float
    cap: float
    text: Text


@dataclass(slots=True)
class Model:
    """Factors by criterion and points by word, shared and by question."""

    factors: dict[str, float] = field(default_factory=dict)
    shared: dict[str, float] = field(default_factory=dict)
    own: dict[tuple[str, str], float] = field(default_factory=dict)

    def word(self, question: str, word: str) -> float:
        """Points of a word under a question; below 0 they are a cost."""
        return self.shared.get(word, 0.0) + self.own.get((question, word), 0.0)


def main() -> None:
    """Fit, report how the fit does on texts it has not seen, and write the points."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS[:2], default=["fit"])
    parser.add_argument("--folds", type=int, default=0, help="only report a cross-validation by topic")
    parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")
    options = parser.parse_args()
    rubric = by_hand()
    examples = gather(rubric, options.parts)
    if options.folds:
        _cross_validate(examples, options.folds)
        return
    model = fit(examples)
    _report("fitted on", examples, model)
    unseen = [p for p in PARTS[:2] if p not in options.parts]
    if unseen:
        _report("not seen", gather(rubric, unseen, earlier=False), model)
    if not options.dry_run:
        write(rubric, model, options.parts, len(examples))


def by_hand() -> Rubric:
    """The packaged rubric with the points set by hand."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    data.pop("fitted", None)
    return assemble(data, FILE.name)


def gather(rubric: Rubric, parts: Sequence[str], *, earlier: bool = True) -> list[Example]:
    """Examples of the graded texts and attacks of `parts`; texts that a guard holds back teach nothing."""
    texts = [text for text in (*graded(), *attacks()) if text.part in parts]
    if earlier:
        rows = [json.loads(line) for line in EARLIER.read_text(encoding="utf-8").splitlines()]
        texts += [Text("", r["question"], r["text"], r["voice"], r["voice"], float(r["grade"]), "fit") for r in rows]
        cases = json.loads(CASES.read_text(encoding="utf-8"))
        texts += [Text("", q, t, "", kind, GRADES[kind], "fit") for kind, rows in cases.items() for q, t in rows]
    return [example for text in texts for example in _examples(rubric, text)]


def _examples(rubric: Rubric, text: Text) -> list[Example]:
    guards = score_answer(rubric, text.question, text.text).guards
    cap = min((CAPS[guard] for guard in guards if guard in CAPS), default=1.0)
    if cap < TEACHES_FROM:
        return []
    question = rubric.question(text.question)
    reading = read(prepare(text.text), rubric.home, rubric.amount_words, rubric.knowledge, text.question)
    results = [apply(criterion, reading) for criterion in question.criteria]
    points = {c.id: c.points for c in results if c.points}
    concepts = {name for c in question.criteria for name in (*c.any, *(n for group in c.near for n in group))}
    words = _outside(rubric, text.text, concepts)
    weight = 3.0 if text.topic in GRADES else 1.0
    return [Example(text.question, points, words, text.grade / 4, question.full_points, weight, cap, text)]


def _outside(rubric: Rubric, text: str, concepts: set[str]) -> list[str]:
    """Stems of the words that are in no mention of the concepts a question asks about."""
    tokens = prepare(text).tokens
    inside = {
        index
        for name, hits in rubric.home.lexicon.find(tokens).items()
        if name in concepts
        for hit in hits
        for index in range(hit.first, hit.last + 1)
    }
    return [
        word
        for word, index in stems(tokens).items()
        if index not in inside and len(word) >= SHORTEST and word.isalpha() and _teaches(rubric, tokens[index].text)
    ]


def _teaches(rubric: Rubric, word: str) -> bool:
    """Grammar and words that are terms by themselves are left to the criteria."""
    return word not in FUNCTION_WORDS and word not in FRAGMENTS and not rubric.home.lexicon.stands_alone(word)


def fit(examples: Sequence[Example], epochs: int = EPOCHS) -> Model:
    """The model of least penalised squared error."""
    counts = Counter(word for example in examples for word in example.words)
    kept = {word for word, count in counts.items() if count >= FEWEST_TEXTS}
    own = Counter((e.question, word) for e in examples for word in e.words if word in kept)
    model = Model(
        {name: 1.0 for example in examples for name in example.points},
        dict.fromkeys(sorted(kept), 0.0),
        {pair: 0.0 for pair, count in sorted(own.items()) if count >= FEWEST_TEXTS - 1},
    )
    penalties = {name for example in examples for name, points in example.points.items() if points < 0}
    steps = [_Adam(model.factors), _Adam(model.shared), _Adam(model.own)]
    for _ in range(epochs):
        slopes: tuple[dict[str, float], dict[str, float], dict[tuple[str, str], float]] = ({}, {}, {})
        for example in examples:
            _add_slopes(model, example, *slopes)
        for name, value in model.factors.items():
            slopes[0][name] = slopes[0].get(name, 0.0) + TOWARDS_HAND * 20 * (value - 1.0)
        for word, value in model.shared.items():
            slopes[1][word] = slopes[1].get(word, 0.0) + WORDS_SHARED * 2 * value
        for pair, value in model.own.items():
            slopes[2][pair] = slopes[2].get(pair, 0.0) + WORDS_OWN * 2 * value
        for step, slope in zip(steps, slopes, strict=True):
            step.move(slope)
        for name, value in model.factors.items():
            least = LEAST_PENALTY if name in penalties else LEAST_FACTOR
            model.factors[name] = min(MOST_FACTOR, max(least, value))
    return model


class _Adam:
    """Adam over the values of a mapping."""

    def __init__(self, values: dict[object, float] | Mapping[object, float]) -> None:
        self._values = values
        self._first = dict.fromkeys(values, 0.0)
        self._second = dict.fromkeys(values, 0.0)
        self._count = 0

    def move(self, slopes: Mapping[object, float]) -> None:
        self._count += 1
        one, two = 1 - 0.9**self._count, 1 - 0.99**self._count
        rate = RATE * min(1.0, 3.0 * (1.0 - self._count / (EPOCHS + 1)))
        for key in self._first:
            slope = slopes.get(key, 0.0)
            first = self._first[key] = 0.9 * self._first[key] + 0.1 * slope
            second = self._second[key] = 0.99 * self._second[key] + 0.01 * slope * slope
            self._values[key] -= rate * (first / one) / (math.sqrt(second / two) + 1e-6)  # type: ignore[index]


def _sums(model: Model, example: Example) -> tuple[float, float]:
    """Points earned and points lost."""
    earned = cost = 0.0
    for name, points in example.points.items():
        if points > 0:
            earned += points * model.factors.get(name, 1.0)
        else:
            cost -= points * model.factors.get(name, 1.0)
    more = less = 0.0
    for word in example.words:
        value = model.word(example.question, word)
        more, less = more + max(value, 0.0), less + max(-value, 0.0)
    return earned + min(more, 3.0), cost + min(less, 2.5)


def predict(model: Model, example: Example) -> float:
    """The score, 0 to 1."""
    earned, cost = _sums(model, example)
    return example.cap * _reached(earned / example.full_points) * math.exp(-((cost / COST_SCALE) ** COST_CURVE))


def _reached(share: float) -> float:
    return float(1.0 - (1.0 - SCORE_AT_FULL) ** (share**CURVE))


def _add_slopes(
    model: Model, example: Example, by_name: dict[str, float], by_word: dict[str, float],
    by_pair: dict[tuple[str, str], float],
) -> None:  # fmt: skip
    earned, cost = _sums(model, example)
    share = earned / example.full_points
    kept = example.cap * math.exp(-((cost / COST_SCALE) ** COST_CURVE))
    rest = (1.0 - SCORE_AT_FULL) ** (share**CURVE)
    error = 2 * example.weight * ((1.0 - rest) * kept - example.wanted)
    up = -rest * math.log(1.0 - SCORE_AT_FULL) * CURVE * max(share, 0.05) ** (CURVE - 1) / example.full_points
    up *= error * kept
    down = -error * (1.0 - rest) * kept * COST_CURVE * max(cost / COST_SCALE, 0.05) ** (COST_CURVE - 1) / COST_SCALE
    for name, points in example.points.items():
        by_name[name] = by_name.get(name, 0.0) + (points * up if points > 0 else -points * down)
    for word in example.words:
        if word not in model.shared:
            continue
        value = model.word(example.question, word)
        slope = up if value >= 0 else -down
        by_word[word] = by_word.get(word, 0.0) + slope
        if (example.question, word) in model.own:
            by_pair[example.question, word] = by_pair.get((example.question, word), 0.0) + slope


def _report(name: str, examples: Sequence[Example], model: Model) -> None:
    chosen = [e for e in examples if not e.text.expect and e.text.id]
    grades = [4 * e.wanted for e in chosen]
    for label, one in (("by hand", Model()), ("fitted", model)):
        scores = [predict(one, e) for e in chosen]
        print(
            f"{name:10} {label:8} n={len(chosen)} Spearman {spearman(grades, scores):.3f}"
            f" AUC v none {clinical_from_none(grades, scores):.3f} v partly {clinical_from_partly(grades, scores):.3f}"
        )


def _cross_validate(examples: Sequence[Example], folds: int) -> None:
    groups = sorted({(e.question, e.text.topic) for e in examples})
    fold_of = {group: number % folds for number, group in enumerate(groups)}
    seen: list[tuple[float, float]] = []
    for fold in range(folds):
        model = fit([e for e in examples if fold_of[e.question, e.text.topic] != fold])
        held = [e for e in examples if fold_of[e.question, e.text.topic] == fold and not e.text.expect and e.text.id]
        seen += [(4 * e.wanted, predict(model, e)) for e in held]
    grades, scores = [g for g, _ in seen], [s for _, s in seen]
    print(
        f"{folds} folds by topic, n={len(seen)} Spearman {spearman(grades, scores):.3f}"
        f" AUC v none {clinical_from_none(grades, scores):.3f} v partly {clinical_from_partly(grades, scores):.3f}"
    )


def write(rubric: Rubric, model: Model, parts: Sequence[str], count: int) -> None:
    """Replace the section `[fitted]` at the end of the rubric file."""
    method = f"python -m tools.fit_rubric --parts {' '.join(parts)}; {count} graded texts of the development corpus"
    lines = [
        f"{MARK} by tools/fit_rubric.py, not by hand: points in place of those above (`more` and `max` in proportion),",
        "# and points of single words outside the concepts. Squared error on grades, drawn towards the points by hand.",
        "[fitted]",
        f'method = "{method}"',
        "",
        "[fitted.points]",
    ]
    hand = {c.id: c.points for q in rubric.questions for c in q.criteria if not c.words}
    lines += [f'"{name}" = {points * model.factors.get(name, 1.0):.2f}' for name, points in hand.items()]
    lines += ["", "[fitted.words]"]
    for question in rubric.questions:
        words = {w: model.word(question.id, w) for w in model.shared}
        for criterion in (c for c in question.criteria if c.words):
            sign = -1 if criterion.penalty else 1
            kept = [f"{w} {sign * v:.2f}" for w, v in words.items() if sign * v >= WORTH_WRITING]
            lines.append(f'"{criterion.id}" = "{" | ".join(kept)}"')
    text = FILE.read_text(encoding="utf-8").split(MARK)[0].rstrip("\n")
    FILE.write_text(text + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
