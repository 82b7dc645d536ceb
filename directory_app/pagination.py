"""A page of a longer list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .errors import BadParameter

T = TypeVar("T")

LAST_PAGE = 100_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """`rows` of page `number` (from 1) out of `total` rows, `size` a page.

    `before` tells how many rows stand ahead where that is not whole pages: the list changed since the page before.
    """

    rows: Sequence[T]
    number: int
    size: int
    total: int
    before: int | None = None

    @property
    def last(self) -> int:
        """Number of the last page, 1 when there is nothing."""
        return last_page(self.size, self.total)

    @property
    def first_row(self) -> int:
        """Position of the first row shown, counted from 1."""
        return ((self.number - 1) * self.size if self.before is None else self.before) + 1

    @property
    def shown(self) -> list[int | None]:
        """Numbers of pages to offer, None for a gap: the first, the last and those beside this one."""
        wanted = sorted({1, self.number - 1, self.number, self.number + 1, self.last})
        numbers = [number for number in wanted if 1 <= number <= self.last]
        offered: list[int | None] = []
        for number in numbers:
            previous = offered[-1] if offered else None
            if previous is not None and number - previous > 1:
                offered.append(number - 1 if number - previous == 2 else None)
            offered.append(number)
        return offered


def page_number(typed: str) -> int:
    """The page an address asks for, 1 where it says nothing. Raises BadParameter for what is no page."""
    if not typed:
        return 1
    # Of a number of any length, nothing but what can be a page is read as one.
    digits = typed.lstrip("0")[: len(str(LAST_PAGE)) + 1] if typed.isascii() and typed.isdigit() else ""
    if not digits or int(digits) > LAST_PAGE:
        raise BadParameter("page", "The page must be a whole number from 1.")
    return int(digits)


def within(number: int, size: int, total: int) -> int:
    """The page asked for, or the last one there is: a list grows shorter while somebody goes through it."""
    return min(number, last_page(size, total))


def last_page(size: int, total: int) -> int:
    """The number of the last page of so many rows, 1 where there are none."""
    return max(1, -(-total // size))
