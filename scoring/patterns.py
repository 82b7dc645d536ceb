"""Weighted patterns of words, by their words, one after the other."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from threading import Lock

from .remembered import Remembered

BEGIN, END = "<", ">"
REMEMBERED = 20_000


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


# What stands for a pattern that is not known.
UNKNOWN = _unknown()


class Patterns:
    """Every pattern that lies in one sentence, by its symbols, one after the other.

    Those that begin with a symbol are put together when it is first read: all of them take as long as reading a rubric,
    and a few texts have few of the symbols.
    """

    def __init__(self, text: Mapping[str, float], sentence: Mapping[str, float]) -> None:
        self._text, self._sentence, self._turn = text, sentence, Lock()
        self._begun: dict[str, Pattern] = {}
        self.is_together = False
        # By symbol the patterns that begin with it, or `UNKNOWN`.
        self.first: Remembered[str, Pattern] = Remembered(self._first, REMEMBERED)

    def put_together(self) -> None:
        """Put all of them together at once, so that processes that part afterwards share them."""
        for symbol in dict.fromkeys(written.partition(" ")[0] for written in self._written):
            self._first(symbol)
        with self._turn:
            # What they were put together from is not needed any more.
            self._text, self._sentence, self._written = {}, {}, ()
            self.is_together = True

    @cached_property
    def _written(self) -> Sequence[str]:
        """All of them in the order of letters, in which those that begin with a symbol stand together."""
        return sorted({**self._text, **self._sentence})

    def _first(self, symbol: str) -> Pattern:
        # Two threads must not be given two patterns for the same symbols: one text would count both.
        with self._turn:
            begun = self._begun.get(symbol)
            if begun is None:
                # Behind a symbol alone comes what goes on with a space, and behind that what goes on with "!".
                ends = (bisect_left(self._written, end) for end in (symbol, f"{symbol}!"))
                begun = self._going_on(self._written[slice(*ends)])
                if begun is not UNKNOWN:
                    self._begun[symbol] = begun
        return begun

    def _going_on(self, alike: Iterable[str]) -> Pattern:
        """What patterns begin with that begin alike, but for those that reach over two sentences."""
        begun: Pattern | None = None
        for written in alike:
            _, *further = symbols = written.split(" ")
            if inside(symbols):
                pattern = begun = _unknown() if begun is None else begun
                for symbol in further:
                    following = pattern.get(symbol)
                    if following is None:
                        following = pattern[sys.intern(symbol)] = _unknown()
                    pattern = following
                pattern.text, pattern.sentence = self._text.get(written, 0.0), self._sentence.get(written, 0.0)
        return UNKNOWN if begun is None else begun
