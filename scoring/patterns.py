"""Weighted patterns of words, by their words, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from threading import Lock

BEGIN, END = "<", ">"


def inside(run: Sequence[str]) -> bool:
    """Whether a run of symbols stands in one sentence."""
    return BEGIN not in run[1:]


class Pattern(dict[str, "Pattern"]):
    """The patterns that go on from one by one symbol more, and what it weighs for a whole `text` and one `sentence`.

    Both are 0 for what only begins patterns. Each is equal to itself alone, so that sets of them compare no symbols.
    """

    __slots__ = ("sentence", "text")
    text: float
    sentence: float
    __eq__, __ne__ = object.__eq__, object.__ne__
    __hash__ = object.__hash__  # type: ignore[assignment]  # Dictionaries have none.


def _unknown() -> Pattern:
    pattern = Pattern()
    pattern.text = pattern.sentence = 0.0
    return pattern


class Patterns:
    """Every pattern that lies in one sentence, by its symbols, one after the other.

    Put together at the first text: that takes more than half as long as reading a rubric, and most commands read none.
    """

    def __init__(self, text: Mapping[str, float], sentence: Mapping[str, float]) -> None:
        self._weights, self._turn = (text, sentence), Lock()
        self._begun: Pattern | None = None

    @property
    def begun(self) -> Pattern:
        """What all of them begin with."""
        if self._begun is None:
            with self._turn:
                if self._begun is None:
                    self._begun = _by_symbols(*self._weights)
                    self._weights = {}, {}
        return self._begun


# What stands for a pattern that is not known.
UNKNOWN = _unknown()


def _by_symbols(text: Mapping[str, float], sentence: Mapping[str, float]) -> Pattern:
    """The beginning of all patterns, but for any that could reach over two sentences.

    Those that begin alike lie together, since a rubric lists them by letters: there are tens of thousands.
    """
    begun = _unknown()
    for written in {**text, **sentence}:
        symbols_of = written.split(" ")
        if inside(symbols_of):
            pattern = begun
            for symbol in symbols_of:
                following = pattern.get(symbol)
                if following is None:
                    following = pattern[sys.intern(symbol)] = _unknown()
                pattern = following
            pattern.text, pattern.sentence = text.get(written, 0.0), sentence.get(written, 0.0)
    return begun
