"""Whether words stand in an order in which people write, by how often pairs of words follow one another.

A file of pairs for a language lists, for each word or ending, what followed it in graded texts and how often. The
measure is the mean over a text of ln P(word | word before) - ln P(word), with Witten-Bell smoothing: about 0.5 for
sentences, about -0.7 for the same words shuffled.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

from .normalise import Prepared
from .remembered import Remembered

FOLDER = Path(__file__).parent / "word_order"
BORDER = "|"
ENDINGS = ("ing", "ed", "ly", "ions", "ion", "ity", "al", "ous", "ive", "est", "ers", "er", "s")
UNKNOWN = "~"
SHORTEST = 14
SHUFFLED = -0.45
DISORDERED = 0.1
MOST_GAIN = 1.25


@dataclass(frozen=True, eq=False, repr=False)
class WordOrder:
    """Counts of pairs of words, read from a file of lines "word total next count next count …"."""

    single: dict[str, float]
    following: dict[str, tuple[int, dict[str, int]]]
    total: float

    def plausibility(self, text: Prepared) -> float | None:
        """The mean gain of each word from knowing the word before it; None for texts of fewer than 14 words."""
        if len(text.words) < SHORTEST:
            return None
        words = self.spelt(text)
        return math.fsum(map(self._gains.__getitem__, pairwise(words))) / (len(words) - 1)

    def known(self, text: Prepared) -> float:
        """The share of the words of a text that the file lists by themselves."""
        return sum(map(self.single.__contains__, text.words)) / len(text.words)

    def gains(self, text: Prepared) -> list[float | None]:
        """The gain of each word from the word before it in its clause, -1.25 to 1.25; None for a clause's first."""
        spelt, gains = list(map(self._spellings.__getitem__, text.words)), self._gains
        found: list[float | None] = [None] * len(spelt)
        for clause in text.clauses:
            for index in clause[1:]:
                found[index] = min(MOST_GAIN, max(-MOST_GAIN, gains[spelt[index - 1], spelt[index]]))
        return found

    def spelt(self, text: Prepared) -> list[str]:
        """The words as the file has them, with a border before each clause."""
        words = list(map(self._spellings.__getitem__, text.words))
        spelt = []
        for clause in text.clauses:
            spelt.append(BORDER)
            spelt += words[clause.start : clause.stop]
        return [*(spelt or [BORDER]), BORDER]

    @cached_property
    def _spellings(self) -> Remembered[str, str]:
        return Remembered(lambda word: word if word in self.single else ending(word), 20_000)

    @cached_property
    def _gains(self) -> Remembered[tuple[str, str], float]:
        return Remembered(self._gain, 50_000)

    def _gain(self, pair: tuple[str, str]) -> float:
        before, word = pair
        seen, counts = self.following.get(before, (0, {}))
        kinds = max(len(counts), 1)
        alone = (self.single.get(word, 0.0) + 0.5) / self.total
        return math.log((counts.get(word, 0) + kinds * alone) / (seen + kinds) / alone)


def ending(word: str) -> str:
    """What stands for a word that the file does not list: its ending."""
    return next((UNKNOWN + e for e in ENDINGS if word.endswith(e) and len(word) > len(e) + 2), UNKNOWN)


@cache
def word_order(code: str) -> WordOrder | None:
    """The pairs of the language with this code, or None where there is no file."""
    path = FOLDER / f"{code}.txt"
    if not path.is_file():
        return None
    single: dict[str, float] = {}
    following: dict[str, tuple[int, dict[str, int]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, total, *pairs = map(sys.intern, line.split(" "))
        single[word] = float(total)
        counts = dict(zip(pairs[::2], map(int, pairs[1::2]), strict=True))
        following[word] = (sum(counts.values()), counts)
    return WordOrder(single, following, math.fsum(single.values()) + 0.5 * len(single))


def shuffled(text: Prepared, known: float = 0.0) -> bool:
    """Whether the words of a text stand in no order of sentences.

    Nobody can tell where the file lists a smaller share of its words than `known`: dialect, or many misspellings.
    """
    order = word_order(text.grammar.code)
    measured = order.plausibility(text) if order else None
    return order is not None and measured is not None and measured < SHUFFLED and order.known(text) >= known


def disordered(text: Prepared) -> bool:
    """Whether the words stand in a doubtful order; where the language has no file, always."""
    order = word_order(text.grammar.code)
    measured = order.plausibility(text) if order else None
    return measured is None or measured < DISORDERED
