"""A file as it is read: what kind it is, one line of it, and its text with the place that was reached."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "clinical-massage-directory listings"
VERSION = 1
TABLE, LINES, ARRAY, COMPLETE = "table", "lines", "array", "complete"
MOST_COLUMNS = 200
LONGEST_HEAD = 100
LONGEST_OBJECT = 60_000_000
CHUNK = 65_536
SAMPLE = 4096
Cells = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A file as it is to be read. `columns` are the names of its head, or the fields of its first objects."""

    path: Path
    kind: str
    encoding: str
    separator: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line: its number as the spreadsheet counts it, its cells by name, or a whole document of a complete export.

    `problem` says why it cannot be read. `part` is how much of the file lies behind it, 0 to 1.
    """

    number: int
    cells: Cells
    part: float
    document: Mapping[str, Any] | None = None
    problem: str = ""


class Opened:
    """A text with the place that was read so far. Letters that the encoding does not know become question marks."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.raw = path.open("rb")
        self.size = max(path.stat().st_size, 1)
        self.text = io.TextIOWrapper(self.raw, encoding=encoding, errors="replace", newline="")

    def __enter__(self) -> tuple[io.TextIOWrapper, Callable[[], float]]:
        return self.text, lambda: min(1.0, self.raw.tell() / self.size)

    def __exit__(self, *_: object) -> None:
        self.text.close()
