"""Near spellings: one edit (insertion, deletion, substitution, swap of neighbours) away from a lexicon word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SHORTEST = 6
SHORTEST_SWAP = 4


def within_one(a: str, b: str) -> bool:
    """Whether `a` and `b` are at most one edit apart (optimal string alignment)."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(rest_a) == len(rest_b):
        return rest_a[1:] == rest_b[1:] or (
            rest_a[:2] == rest_b[1::-1] and len(rest_a) > 1 and rest_a[2:] == rest_b[2:]
        )
    return rest_a[1:] == rest_b if len(rest_a) > len(rest_b) else rest_a == rest_b[1:]


def _reductions(word: str) -> Iterator[str]:
    yield word
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]


class NearSpellings:
    """An index that finds words within one edit, first letter kept, without comparing with every word."""

    def __init__(self, words: Iterable[str]) -> None:
        # Words with a space between, since most have none beside them, and a list for each would take more than they.
        self._index: dict[str, str] = {}
        self._swapped: dict[str, str] = {}
        words = frozenset(words)
        self.longest = max(map(len, words), default=0)
        for word in sorted({w for w in words if SHORTEST_SWAP <= len(w) < SHORTEST}):
            for i in range(1, len(word) - 1):
                if word[i] != word[i + 1]:
                    _add(self._swapped, word[:i] + word[i + 1] + word[i] + word[i + 2 :], word)
        for word in sorted({w for w in words if len(w) >= SHORTEST}):
            for reduced in _reductions(word):
                _add(self._index, reduced, word)

    def find(self, word: str) -> list[str]:
        """Indexed words within one edit of `word`, in alphabetical order; of short ones only two letters swapped."""
        if len(word) > self.longest + 1:
            return []
        if len(word) < SHORTEST - 1:
            return self._swapped.get(word, "").split()
        near = {c for reduced in _reductions(word) if reduced in self._index for c in self._index[reduced].split()}
        return sorted({c for c in near if within_one(word, c)}.union(self._swapped.get(word, "").split()))


def _add(index: dict[str, str], key: str, word: str) -> None:
    before = index.get(key)
    index[key] = word if before is None else f"{before} {word}"
