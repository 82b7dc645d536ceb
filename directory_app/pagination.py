"""A page of a longer list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """`rows` of page `number` (from 1) out of `total` rows, `size` a page."""

    rows: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """Number of the last page, 1 when there is nothing."""
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """Position of the first row shown, counted from 1."""
        return (self.number - 1) * self.size + 1
