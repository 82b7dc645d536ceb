"""Fits how doubtful a text is: ridge regression on patterns of words, of tricks against answers that are meant."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.scoring_corpus import SENTENCE_END, Text
from scoring.doubt import CALM, DoubtWeights, patterns, symbols
from scoring.grammar import words
from scoring.normalise import prepare
from scoring.rubric import Rubric

from .fit_words import solve

FEWEST_TEXTS = 4
# Patterns that weigh less are left out and the others fitted again: no worse, and half as much to load.
LIGHTEST = 0.05
MEANT_FROM = 2.0
# Cases of tests, which are short and have no id, are meant from here on.
CASE_FROM = 1.5
# Odd but honest texts are few and close to tricks.
WEIGHT_OF_ODD = 2.0
# Ordinary answers and their sentences: without this weight, plain short answers would be doubted for want of proof.
WEIGHT_OF_MEANT = 3.0
WEIGHT_OF_SENTENCE = 0.3
GOOD_FROM = 3.0
SHORTEST = 5
# Chosen by how tricks and good answers of voices that had not been fitted to lie: see docs/scoring.md.
ABOVE, SURELY, LEAST = 0.395, 0.495, 0.25
# Tricks of form have guards of their own and would teach the words of good answers.
FORMS = words(
    "one_word keyword_list word_list other_language zero_width homoglyph homoglyphs html instructions padding"
)

Known = frozenset[str]


def fit_doubt(rubric: Rubric, texts: Sequence[Text]) -> DoubtWeights:
    """The weights of least penalised squared error on the tricks and good answers among `texts`."""
    chosen = [text for text in texts if _teaches(text)]
    chosen += [one for text in chosen if not text.expect and text.grade >= GOOD_FROM for one in _sentences(text)]
    found = {text: patterns(symbols(prepare(text.text, rubric.home.grammar), rubric.home.spelling)) for text in chosen}
    return _fit(chosen, found)


def _sentences(text: Text) -> list[Text]:
    """The sentences of a good answer, each of which is meant too; without them few words would look like a trick."""
    pieces = [piece for piece in SENTENCE_END.split(text.text) if len(piece.split()) >= SHORTEST]
    if len(pieces) < 2:
        return []
    return [replace(text, id=f"{text.id}/{number}", text=piece) for number, piece in enumerate(pieces)]


def _teaches(text: Text) -> bool:
    if text.expect == "low":
        return text.kind not in FORMS
    return text.expect == "high" or text.grade >= (MEANT_FROM if text.id else CASE_FROM)


def _weight(text: Text) -> float:
    if "/" in text.id:
        return WEIGHT_OF_SENTENCE
    if text.expect == "low":
        return 1.0
    return WEIGHT_OF_ODD if text.expect == "high" or not text.id else WEIGHT_OF_MEANT


def _fit(texts: Sequence[Text], found: dict[Text, Known]) -> DoubtWeights:
    counted = Counter(pattern for text in texts for pattern in found[text])
    known = {pattern for pattern, count in counted.items() if count >= FEWEST_TEXTS}
    base = sum(text.expect == "low" for text in texts) / len(texts)
    weights = _solve(texts, found, known, base)
    weights = _solve(texts, found, {p for p, weight in weights.items() if abs(weight) >= LIGHTEST}, base)
    return DoubtWeights(CALM, ABOVE, SURELY, LEAST, base, weights)


def _solve(texts: Sequence[Text], found: dict[Text, Known], known: set[str], base: float) -> dict[str, float]:
    rows, wanted = [], []
    for text in texts:
        one = sorted(found[text] & known)
        weight = math.sqrt(_weight(text))
        rows.append(dict.fromkeys(one, weight / math.sqrt(len(one) + CALM)))
        wanted.append(weight * ((text.expect == "low") - base))
    return solve(rows, wanted)
