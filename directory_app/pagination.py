"""A page of a longer list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .errors import BadParameter

T = TypeVar("T")

LAST_PAGE = 10_000


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


def page_number(typed: str) -> int:
    """The page an address asks for, 1 where it says nothing. Raises BadParameter for what is no page."""
    if not typed:
        return 1
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:6]) <= LAST_PAGE:
        raise BadParameter("page", "The page must be a whole number from 1.")
    return int(typed)
