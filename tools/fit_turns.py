"""Fits how far one sentence turns an answer round: ridge regression on the sentences by which tricks differ.

A trick and its honest twin share most of their words. The sentences of the trick that do not stand in the twin are
those that deny, mock or take back the rest; all sentences of honest texts do not. Frames, which fit before or after any
answer, and sentences as they stand inside one were written for this.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.scoring_corpus import Text, frames
from scoring.doubt import CALM_OF_SENTENCE, DoubtWeights, patterns, symbols
from scoring.grammar import words
from scoring.normalise import prepare
from scoring.rubric import Rubric

from .fit_words import solve

FEWEST = 3
LIGHTEST = 0.06
# What was written for this, by where it stands; sentences inside answers speak of the matter itself.
WEIGHTS = {"before": 3.0, "after": 3.0, "inside": 2.0}
MEANT_FROM = 2.0
ABOVE, SURELY, LEAST = 0.65, 0.85, 0.25
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n+")
# What is wrong with these is no sentence that turns.
OTHER_KINDS = words(
    "wrong_anatomy nonsense keyword_list other_body_part one_word word_list html instructions homoglyphs zero_width "
    "padding other_language"
)


class Example(NamedTuple):
    """The patterns of one sentence, whether it turns an answer round, and how much it counts."""

    found: frozenset[str]
    turns: bool
    weight: float


def fit_turns(rubric: Rubric, texts: Sequence[Text]) -> DoubtWeights:
    """The weights of least penalised squared error on the sentences of `texts` and on those around answers."""
    examples = [Example(_patterns(rubric, one), True, 1.0) for one in turning(rubric, texts)]
    examples += [Example(_patterns(rubric, one), False, 1.0) for one in meant(texts)]
    examples += [Example(_patterns(rubric, one.text), one.turns, WEIGHTS[one.place]) for one in frames()]
    base, weights = weigh_sentences(examples)
    return DoubtWeights(CALM_OF_SENTENCE, ABOVE, SURELY, LEAST, base, weights)


def weigh_sentences(examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """The share of sentences that turn an answer round, and the weights of patterns by ridge regression."""
    examples = [one for one in examples if one.found]
    counted = Counter(pattern for one in examples for pattern in one.found)
    base = sum(one.turns for one in examples) / len(examples)
    weights = _solve(examples, {pattern for pattern, count in counted.items() if count >= FEWEST}, base)
    return base, _solve(examples, {pattern for pattern, weight in weights.items() if abs(weight) >= LIGHTEST}, base)


def turning(rubric: Rubric, texts: Sequence[Text]) -> Iterator[str]:
    """The sentences of tricks that do not stand in their honest twin."""
    groups: dict[tuple[str, str], list[Text]] = defaultdict(list)
    for text in texts:
        if text.pair:
            groups[text.id.split("-")[0], text.pair].append(text)
    for group in groups.values():
        honest = {_spelt(rubric, one) for text in group if text.expect == "high" for one in sentences(text)}
        tricks = [text for text in group if text.expect == "low" and text.kind not in OTHER_KINDS]
        for text in tricks if honest else ():
            yield from (one for one in sentences(text) if _spelt(rubric, one) not in honest)


def meant(texts: Sequence[Text]) -> Iterator[str]:
    """All sentences of honest texts."""
    for text in texts:
        if text.expect == "high" or (text.id and not text.expect and text.grade >= MEANT_FROM):
            yield from sentences(text)


def sentences(text: Text) -> list[str]:
    """The sentences of a text, split as writers mark them."""
    return [piece for piece in SENTENCE_END.split(text.text) if any(map(str.isalnum, piece))]


def _spelt(rubric: Rubric, sentence: str) -> tuple[str, ...]:
    return prepare(sentence, rubric.home.grammar).words


def _patterns(rubric: Rubric, sentence: str) -> frozenset[str]:
    return patterns(symbols(prepare(sentence, rubric.home.grammar), rubric.home.spelling))


def _solve(examples: Sequence[Example], known: set[str], base: float) -> dict[str, float]:
    rows, wanted = [], []
    for example in examples:
        one = sorted(example.found & known)
        weight = math.sqrt(example.weight)
        rows.append(dict.fromkeys(one, weight / math.sqrt(len(one) + CALM_OF_SENTENCE)))
        wanted.append(weight * (example.turns - base))
    return solve(rows, wanted)
