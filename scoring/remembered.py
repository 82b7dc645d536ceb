"""A dictionary that works out what it does not know yet, bounded in size: most words of a text were read before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(dict[K, V], Generic[K, V]):
    """The values of `make` by their keys. With more than `most` of them all are forgotten, so that memory is bounded.

    A look-up of a known key is that of a plain dictionary, which is several times faster than `lru_cache` with a key of
    more than one part, and `map(remembered.__getitem__, keys)` needs no loop.
    """

    __slots__ = ("_make", "_most")

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: K) -> V:
        value = self._make(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value
