"""Single words: their plain stem, and how far a text is worded like texts that people graded high."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .remembered import Remembered
from .rubric_table import Table

SHORTEST_STEM = 3
LONGEST_STEM = 40
_ENDINGS = ("ingly", "edly", "ings", "ness", "ing", "ies", "ied", "ely", "est", "ed", "es", "ly", "er", "s", "e", "y")


def stem(word: str) -> str:
    """`word` without its commonest English endings, so that "holds", "holding" and "hold" are one."""
    return STEMS[word]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            cut = word[: -len(ending)]
            doubled = len(cut) > SHORTEST_STEM and cut[-1] == cut[-2] and ending[0] in "ie"
            return sys.intern(cut[:-1] if doubled else cut)
    return word


STEMS = Remembered(_stem, 20_000)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WordWeights:
    """Ridge regression of grades on which words a text has, fitted to graded texts.

    A text is worth `base` plus the sum of the `weights` of its words over the square root of how many are known, of
    which what lies `above` the worth of texts that say nothing counts, as a share from 0 to 1. `share` is how much of a
    score that makes up. `questions` has the weights of those questions under which words weigh otherwise. A word is
    known by its first `letters`, or where that is 0 by its English stem.
    """

    share: float = 0.0
    base: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    questions: Mapping[str, WordWeights] = field(default_factory=dict)
    above: float = 0.0
    letters: int = 0

    def under(self, question_id: str) -> WordWeights:
        """The weights of words in answers to a question."""
        return self.questions.get(question_id, self)

    def worth(self, words: Sequence[str]) -> float:
        """What a text of these words is worth, 0 to 1."""
        return self.value(self.known_words(words))

    def known_words(self, words: Sequence[str]) -> dict[str, int]:
        """The known stems of a text, each with the index of its first word."""
        found: dict[str, int] = {}
        weights, stems, letters = self.weights, STEMS, self.letters
        for index, word in enumerate(words):
            name = word[:letters] if letters else stems[word[:LONGEST_STEM]]
            if name in weights:
                found.setdefault(name, index)
        return found

    def value(self, words: Mapping[str, int]) -> float:
        """What a text with these known words is worth, 0 to 1."""
        if not words:
            return 0.0
        total = math.fsum(map(self.weights.__getitem__, words)) / math.sqrt(len(words))
        return (min(1.0, max(self.above, self.base + total)) - self.above) / (1.0 - self.above)


def read_word_weights(fitted: Table, question_ids: Iterable[str]) -> WordWeights:
    """The table `words` of a section `[fitted]`: `share`, `base`, `above` and `weights` as "slow 0.20 | rush -0.10".

    Under `questions` stand `weights` for some of the questions, which are added to those of all.
    """
    if "words" not in fitted.data:
        return WordWeights()
    table = Table(fitted.data["words"], "fitted.words", fitted.faults)
    table.only(frozenset({"share", "base", "above", "letters", "weights", "questions"}))
    share, base, weights = table.number("share", 0.0, 0.9), table.number("base", -1.0, 2.0), read_weights(table)
    above, letters = table.number("above", 0.0, 0.9, 0.0), table.whole("letters", 0, LONGEST_STEM, 0)
    own = Table(table.data.get("questions", {}), "fitted.words.questions", fitted.faults)
    own.only(frozenset(question_ids))
    questions = {}
    for question_id in own.data:
        one = Table(own.data[question_id], f"fitted.words.questions.{question_id}", fitted.faults)
        one.only(frozenset({"weights"}))
        more = read_weights(one)
        together = weights | {word: weight + weights.get(word, 0.0) for word, weight in more.items()}
        questions[question_id] = WordWeights(share, base, together, above=above, letters=letters)
    return WordWeights(share, base, weights, questions, above, letters)


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return math.nan


def read_weights(table: Table) -> dict[str, float]:
    """The list at `weights` of a table, written "slow 0.20 | rush -0.10"."""
    weights: dict[str, float] = {}
    # Tens of thousands of words share few weights; one object for each stays in the processor's cache.
    numbers = Remembered(_number, 10_000)
    for entry in table.string("weights").split("|"):
        word, _, written = entry.strip().rpartition(" ")
        weights[word if " " in word else sys.intern(word)] = numbers[written]
        if not word or not math.isfinite(weights[word]):
            table.fault("weights", f"has the entry {entry.strip()!r}, which is not a word and its weight")
    return weights
