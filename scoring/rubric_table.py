"""One table of a rubric file: readers that return a usable value and note a fault otherwise."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

# Stands in for a required text that could not be read; no other is empty.
UNNAMED = ""


class Table:
    """One table with its key path and the list that its faults are added to.

    Where a value, or the whole table, could not be read, that is the one fault told of it: others would be about the
    value that stands in for it, which nobody wrote.
    """

    def __init__(self, data: object, key: str, faults: list[str]) -> None:
        self.key, self.faults = key, faults
        self._unread: set[str] = set()
        self.is_table = isinstance(data, Mapping)
        if not self.is_table:
            faults.append(f"{key or 'the file'} must be a table")
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}

    def fault(self, name: str, reason: str) -> None:
        """Note that what stands at `name` is wrong, or the whole table where that is empty."""
        if self.is_read(name):
            self.faults.append(f"{'.'.join(filter(None, (self.key, name)))} {reason}")

    def is_read(self, *names: str) -> bool:
        """Whether none of these had to be given up and is stood in for."""
        return self.is_table and self._unread.isdisjoint(names)

    def give_up(self, name: str, reason: str) -> None:
        """Note that what stands at `name` cannot be read."""
        self.fault(name, reason)
        self._unread.add(name)

    def only(self, names: frozenset[str]) -> None:
        """Note every key that is not one of `names`; none where one of the names is `UNNAMED`."""
        for name in self.data:
            if name not in names and UNNAMED not in names:
                self.fault(str(name), "is not a key this version knows")

    def string(self, name: str, default: str | None = None) -> str:
        """The text at `name`; an empty one is a fault unless there is a default."""
        value = self.data.get(name, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value
        self.give_up(name, "must be a text that is not empty")
        return UNNAMED

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """The finite number at `name`, from `low` to `high`."""
        value = self.data.get(name, default)
        # Compared before it is made a float: whole numbers in a file can be larger than any, and NaN is in no range.
        if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        self.give_up(name, f"must be a number from {low:g} to {high:g}")
        return low if math.isfinite(low) else 0.0

    def whole(self, name: str, low: int, high: int, default: int) -> int:
        """The whole number at `name`, from `low` to `high`."""
        value = self.data.get(name, default)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high and value % 1 == 0:
            return int(value)
        self.give_up(name, f"must be a whole number from {low} to {high}")
        return low

    def flag(self, name: str) -> bool:
        """Whether `name` is true; false if absent."""
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            self.give_up(name, "must be true or false")
        return value is True

    def strings(self, name: str) -> tuple[str, ...]:
        """The list of texts at `name`; empty if absent."""
        value = self.data.get(name, [])
        if isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value):
            return tuple(value)
        self.give_up(name, "must be a list of texts")
        return ()

    def tables(self, name: str) -> list[Table]:
        """The tables listed at `name`, each with its key path."""
        value = self.data.get(name, [])
        if not isinstance(value, list):
            self.give_up(name, "must be a list of tables")
            return []
        prefix = f"{self.key}." if self.key else ""
        return [Table(v, f"{prefix}{name}[{i}]", self.faults) for i, v in enumerate(value)]


def known_concepts(table: Table, name: str, names: Sequence[str], concepts: Mapping[str, str]) -> tuple[str, ...]:
    """`names`, each noted as a fault of `name` if it is not among `concepts`."""
    for concept in names:
        if concept not in concepts:
            table.fault(name, f"names the concept {concept!r}, which is not under [concepts]")
    return tuple(names)
