"""Whether words stand in an order in which people write, by how often pairs of words follow one another.

A file of pairs for a language lists, for each word or ending, what followed it in graded texts and how often. The
measure is the mean over a text of ln P(word | word before) - ln P(word), with Witten-Bell smoothing: about 0.5 for
sentences, about -0.7 for the same words shuffled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from .normalise import Token

FOLDER = Path(__file__).parent / "word_order"
BORDER = "|"
ENDINGS = ("ing", "ed", "ly", "ions", "ion", "ity", "al", "ous", "ive", "est", "ers", "er", "s")
UNKNOWN = "~"
SHORTEST = 14
SHUFFLED = -0.45
DISORDERED = 0.1


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WordOrder:
    """Counts of pairs of words, read from a file of lines "word total next count next count …"."""

    single: dict[str, float]
    following: dict[str, tuple[int, dict[str, int]]]
    total: float

    def plausibility(self, tokens: Sequence[Token]) -> float | None:
        """The mean gain of each word from knowing the word before it; None for texts of fewer than 14 words."""
        if len(tokens) < SHORTEST:
            return None
        words = self.spelt(tokens)
        gains = [self._gain(a, b) for a, b in pairwise(words)]
        return math.fsum(gains) / len(gains)

    def spelt(self, tokens: Sequence[Token]) -> list[str]:
        """The words as the file has them, with a border before each clause."""
        words = [BORDER]
        for before, token in zip([None, *tokens], tokens, strict=False):
            if before is not None and before.clause != token.clause:
                words.append(BORDER)
            words.append(token.text if token.text in self.single else ending(token.text))
        return [*words, BORDER]

    @lru_cache(maxsize=50_000)  # noqa: B019 - one object a language, which stays
    def _gain(self, before: str, word: str) -> float:
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
        word, total, *pairs = line.split(" ")
        single[word] = float(total)
        counts = dict(zip(pairs[::2], map(int, pairs[1::2]), strict=True))
        following[word] = (sum(counts.values()), counts)
    return WordOrder(single, following, math.fsum(single.values()) + 0.5 * len(single))


def shuffled(tokens: Sequence[Token], code: str) -> bool:
    """Whether the words of a text stand in no order of sentences."""
    order = word_order(code)
    measured = order.plausibility(tokens) if order else None
    return measured is not None and measured < SHUFFLED


def disordered(tokens: Sequence[Token], code: str) -> bool:
    """Whether the words stand in a doubtful order; where the language has no file, always."""
    order = word_order(code)
    measured = order.plausibility(tokens) if order else None
    return measured is None or measured < DISORDERED
