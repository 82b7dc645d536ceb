"""Near-copies among many answers: which of them share most of their pairs of words, found without comparing all.

Resemblance is |A and B| / |A or B| of the pairs of `scoring.known`. Candidates share much of a sample: the lowest
numbers of each set, which are the same for equal parts of two texts (Broder 1997).
"""

from __future__ import annotations

import heapq
from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import chain, islice

Pairs = frozenset[int]
SAMPLE = 32
# Of 1,222 answers written independently, no two of one question reach 0.2. With every fourth word swapped all copies
# reach 0.3, with every third half of them 0.27.
CLOSE = 0.26
# Of a sample only the rarest numbers are looked up; a close copy shares a quarter of them and more.
PROBED = 16
FEWEST_SHARED = 3
CANDIDATES = 8
# Of a number that stands in the samples of more answers than this only so many are looked at.
COMMON = 400


def sample(pairs: Pairs) -> list[int]:
    """The numbers that stand for a set of pairs in an index."""
    return heapq.nsmallest(SAMPLE, pairs)


def resemblance(one: Pairs, other: Pairs) -> float:
    """How much two texts share, 0 to 1."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


class CopyIndex:
    """Answers by any key, added one after the other; each is compared with those added before it."""

    def __init__(self) -> None:
        self._pairs: dict[Hashable, array[int]] = {}
        self._holding: dict[int, list[Hashable]] = defaultdict(list)

    def add(self, key: Hashable, pairs: Pairs) -> None:
        """Remember an answer. One too short to have pairs is left out."""
        if not pairs:
            return
        self._pairs[key] = array("I", sorted(pairs))
        for number in sample(pairs):
            self._holding[number].append(key)

    def find(self, pairs: Pairs) -> Iterator[tuple[Hashable, float]]:
        """The answers that resemble `pairs` closely, the closest first, with how much they share."""
        shared = self._sharing(sample(pairs))
        likely = [key for key, count in shared.most_common(CANDIDATES) if count >= FEWEST_SHARED]
        found = [(key, resemblance(pairs, frozenset(self._pairs[key]))) for key in likely]
        yield from sorted(((k, r) for k, r in found if r >= CLOSE), key=lambda pair: -pair[1])

    def _sharing(self, numbers: Sequence[int]) -> Counter[Hashable]:
        """How many of the rarest of `numbers` each answer holds."""
        holders = sorted((self._holding[n] for n in numbers if n in self._holding), key=len)
        return Counter(chain.from_iterable(islice(keys, COMMON) for keys in holders[:PROBED]))
