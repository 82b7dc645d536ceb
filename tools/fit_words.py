"""Fits how far a text is worded like texts graded high: ridge regression of grades on which words it has."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.scoring_corpus import Text
from scoring.normalise import prepare
from scoring.wording import WordWeights, stem

WORDS_SHARE = 0.45
# What texts that say nothing are worth by their friendly small words: only what is above that counts.
WORDS_ABOVE = 0.2
EMPTY = WordWeights(WORDS_SHARE, above=WORDS_ABOVE)
# Ridge regression pulls towards the mean; this undoes part of it.
STRETCH = 1.35
FEWEST_TEXTS = 5
RIDGE = 1.0
FOLDS = 5
WEIGHT_OF_ODD = 0.5
STEPS = 80
ENOUGH = 1e-9

Name = tuple[str, ...]
Named = TypeVar("Named", str, Name)
Numbers = NDArray[np.float64]
# A text, what it is wanted to be worth, 0 to 1, and how much it counts.
Weighed = tuple[Text, float, float]


class Worded(Protocol):
    """An example: its text, the grade as a share, how much it counts, and what its wording is worth."""

    text: Text
    wanted: float
    weight: float
    worded: float


def fit_words(examples: Sequence[Worded], odd: Sequence[Text] = ()) -> WordWeights:
    """The weights of least penalised squared error on the ordinary texts of `examples` and on `odd` but honest ones.

    The odd ones, which say the right things in unusual words, count less: they are not how most people write. A word
    has one weight under all questions and, where it is frequent there, one more under each.
    """
    plain = [(e.text, e.wanted, e.weight) for e in examples if not e.text.expect]
    return weigh_words(plain, [(text, text.grade / 4, WEIGHT_OF_ODD) for text in odd], _stems, EMPTY)


def weigh_words(
    plain: Sequence[Weighed], odd: Sequence[Weighed], words_of: Callable[[str], frozenset[str]], empty: WordWeights
) -> WordWeights:
    """`empty` with the weights of least penalised squared error on texts, each with what it is wanted to be worth."""
    base = math.fsum(wanted for _, wanted, _ in plain) / len(plain)
    chosen = [*plain, *odd]
    seen = Counter(word for text, _, _ in chosen for word in words_of(text.text))
    under = Counter((text.question, word) for text, _, _ in chosen for word in words_of(text.text))
    known = {word for word, count in seen.items() if count >= FEWEST_TEXTS}
    own = {pair for pair, count in under.items() if count >= FEWEST_TEXTS}
    rows, wanted_more = [], []
    for text, wanted, weight in chosen:
        share = math.sqrt(weight)
        row = _row(text.question, words_of(text.text) & known, own)
        rows.append({name: share * value for name, value in row.items()})
        wanted_more.append(share * (wanted - base))
    weights = {name: STRETCH * weight for name, weight in solve(rows, wanted_more).items()}
    common = {word: weights[word,] for word in sorted(known)}
    questions = {}
    for question in sorted({text.question for text, _, _ in chosen}):
        more = {word: common[word] + weights[question, word] for word in sorted(known) if (question, word) in own}
        questions[question] = replace(empty, base=base, weights=common | more)
    return replace(empty, base=base, weights=common, questions=questions)


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in prepare(text).words)


def worth(words: WordWeights, text: Text) -> float:
    """What the wording of a text is worth as an answer to its question, 0 to 1."""
    return words.under(text.question).worth(prepare(text.text).words)


def word_in_turn(examples: Sequence[Worded], odd: Sequence[Text]) -> None:
    """Set what the wording of each example is worth by weights fitted without its topic."""
    topics = sorted({(e.text.question, e.text.topic) for e in examples})
    fold_of = {topic: number % FOLDS for number, topic in enumerate(topics)}
    for fold in range(FOLDS):
        held = [e for e in examples if fold_of[e.text.question, e.text.topic] == fold]
        words = fit_words([e for e in examples if fold_of[e.text.question, e.text.topic] != fold], odd)
        for example in held:
            example.worded = worth(words, example.text)


def _row(question: str, words: Set[str], own: set[tuple[str, str]]) -> dict[Name, float]:
    """Each word, and each word under this question where it is frequent there."""
    names: list[Name] = [(word,) for word in sorted(words)]
    names += [(question, word) for word in sorted(words) if (question, word) in own]
    return dict.fromkeys(names, 1.0 / (math.sqrt(len(words)) or 1.0))


def solve(rows: Sequence[Mapping[Named, float]], wanted: Sequence[float], ridge: float = RIDGE) -> dict[Named, float]:
    """The weights that minimise squared error plus `ridge` times their squares, by conjugate gradients."""
    names = sorted({name for row in rows for name in row})
    place = {name: number for number, name in enumerate(names)}
    columns = np.array([place[name] for row in rows for name in row], dtype=np.int64)
    values = np.array([value for row in rows for value in row.values()])
    lines = np.repeat(np.arange(len(rows)), [len(row) for row in rows])

    def onto(weights: Numbers) -> Numbers:
        return np.bincount(lines, values * weights[columns], len(rows)).astype(np.float64)

    def back(sums: Numbers) -> Numbers:
        return np.bincount(columns, values * sums[lines], len(names)).astype(np.float64)

    rest = back(np.array(wanted))
    found, step, size = np.zeros(len(names)), rest.copy(), float(rest @ rest)
    for _ in range(STEPS):
        if size < ENOUGH:
            break
        moved = back(onto(step)) + ridge * step
        reach = size / float(step @ moved)
        found += reach * step
        rest -= reach * moved
        now = float(rest @ rest)
        step = rest + now / size * step
        size = now
    return dict(zip(names, map(float, found), strict=True))
