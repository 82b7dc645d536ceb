"""Reads a file line by line, whatever program saved it: CSV in its many ways, JSON, JSON lines, a complete export.

Nothing is ever held but one line. What a spreadsheet spoilt is not guessed here: cells come as they stand.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from ..errors import UnreadableFile
from .columns import match
from .objects import complete, json_array, json_lines, recognise_json
from .opened import ARRAY, CHUNK, COMPLETE, LINES, LONGEST_HEAD, MOST_COLUMNS, SAMPLE, TABLE, Cells, Line, Opened, Sheet

ENCODINGS = {
    "utf-8-sig": "Unicode (UTF-8)",
    "utf-16": "Unicode text of spreadsheets (UTF-16)",
    "utf-16-le": "UTF-16, low byte first",
    "utf-16-be": "UTF-16, high byte first",
    "cp1252": "Windows, Western Europe (1252)",
    "cp1250": "Windows, Central Europe (1250)",
    "cp1251": "Windows, Cyrillic (1251)",
    "cp1253": "Windows, Greek (1253)",
    "mac_roman": "Macintosh",
    "shift_jis": "Japanese (Shift JIS)",
}
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "upright stroke"}
SEP_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
OTHER_FILES = (
    (b"PK\x03\x04", "This is a workbook or a ZIP file. Save the table as “CSV UTF-8” and send that."),
    (b"\xd0\xcf\x11\xe0", "This is an old workbook. Save the table as “CSV UTF-8” and send that."),
    (b"%PDF", "This is a PDF. Only CSV, JSON and JSON lines can be read."),
    (b"\x1f\x8b", "This file is packed. Unpack it and send what is in it."),
    (b"{\\rtf", "This is a text of a word processor. Save the table as CSV and send that."),
)

__all__ = ["COMPLETE", "ENCODINGS", "SEPARATORS", "Line", "Sheet", "lines", "recognise"]


def recognise(path: Path, encoding: str = "", separator: str = "") -> Sheet:
    """What kind of file this is, and how it is read. Raises UnreadableFile with a sentence."""
    with path.open("rb") as file:
        begin = file.read(SAMPLE)
    for mark, sentence in OTHER_FILES:
        if begin.startswith(mark):
            raise UnreadableFile(sentence)
    encoding = encoding or _encoding_of(path, begin)
    with Opened(path, encoding) as (text, _):
        head = text.read(SAMPLE).lstrip("\ufeff \r\n\t")
    if not head:
        raise UnreadableFile("The file is empty.")
    if head[0] in "[{":
        return recognise_json(path, encoding, head)
    separator = separator or _separator_of(path, encoding)
    names = _head(path, encoding, separator)
    return Sheet(path, TABLE, encoding, separator, names)


def lines(sheet: Sheet, after: int = 0) -> Iterator[Line]:
    """The lines of a file, without the first `after`."""
    readers: dict[str, Callable[[Sheet], Iterator[Line]]] = {
        TABLE: _table,
        LINES: json_lines,
        ARRAY: json_array,
        COMPLETE: complete,
    }
    for place, line in enumerate(readers[sheet.kind](sheet)):
        if place >= after:
            yield line


def _encoding_of(path: Path, begin: bytes) -> str:
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if begin.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    zeros = [begin[start::2].count(0) for start in (0, 1)]
    if max(zeros) > len(begin) / 5:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    for encoding in ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise UnreadableFile("We cannot tell how this file writes its letters. Save it as “CSV UTF-8” and send it again.")


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as text:
            while text.read(CHUNK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _separator_of(path: Path, encoding: str) -> str:
    """The one that a line `sep=` names, or else the one under which the head has most columns that we know."""
    with Opened(path, encoding) as (text, _):
        first = text.readline(CHUNK).lstrip("\ufeff")
        named = SEP_LINE.match(first)
        if named:
            return named[1]
        begin = first + text.read(SAMPLE)

    def known(separator: str) -> tuple[int, int]:
        try:
            names = next(csv.reader(io.StringIO(begin, newline=""), delimiter=separator), [])
        except csv.Error:
            return 0, 0
        return len(match(names).columns), len(names)

    return max(SEPARATORS, key=known)


def _head(path: Path, encoding: str, separator: str) -> tuple[str, ...]:
    with Opened(path, encoding) as (text, _):
        try:
            names = next((row for row in _records(text, separator) if any(cell.strip() for cell in row)), [])
        except csv.Error:
            names = []
    if not any(name.strip() for name in names):
        raise UnreadableFile("The first line holds no names of columns.")
    if len(names) > MOST_COLUMNS:
        raise UnreadableFile(f"The table has more than {MOST_COLUMNS} columns.")
    return tuple(_distinct(names))


def _distinct(names: list[str]) -> list[str]:
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        name = " ".join(name.replace("\x00", "").lstrip("\ufeff").split())[:LONGEST_HEAD] or f"column {place}"
        number = 2
        while name in found:
            name, number = f"{name.removesuffix(f' ({number - 1})')} ({number})", number + 1
        found.append(name)
    return found


def _records(text: IO[str], separator: str) -> Iterator[list[str]]:
    """Records of a CSV, behind a line `sep=` if there is one."""
    first = text.readline(CHUNK)
    if not SEP_LINE.match(first.lstrip("\ufeff")):
        text.seek(0)
    yield from csv.reader(text, delimiter=separator, strict=True)


class _Source:
    """Lines of a text that come once more where a record that took several turned out to be none."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._text)
        self._taken.append(line)
        return line

    def begin(self) -> None:
        """A record begins here."""
        self._taken = []

    def give_back(self) -> str:
        """Bring all lines of the record again but its first, which is returned."""
        first, *others = self._taken or [""]
        self._again.extendleft(reversed(others))
        return first


def _table(sheet: Sheet) -> Iterator[Line]:
    with Opened(sheet.path, sheet.encoding) as (text, part):
        first = text.readline(CHUNK)
        if not SEP_LINE.match(first.lstrip("\ufeff")):
            text.seek(0)
        source = _Source(text)
        reader = csv.reader(source, delimiter=sheet.separator, strict=True)
        number, headed = 0, False
        while True:
            number += 1
            source.begin()
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                # The mark may have swallowed every line behind it: they are read by themselves.
                yield Line(
                    number,
                    _as_it_stands(sheet, source.give_back()),
                    part(),
                    problem="A quotation mark is opened here and not closed, or text stands behind one.",
                )
                continue
            if not any(cell.strip() for cell in row):
                continue
            if not headed:
                headed = True
                continue
            yield _line(sheet, number, row, part())


def _as_it_stands(sheet: Sheet, line: str) -> Cells:
    """What can be told of a line that breaks the rules, so that it can be found and mended."""
    try:
        cells = next(csv.reader([line], delimiter=sheet.separator), [])
    except csv.Error:
        return {}
    return dict(zip(sheet.columns, (cell.strip() for cell in cells), strict=False))


def _line(sheet: Sheet, number: int, row: list[str], part: float) -> Line:
    cells = dict(zip(sheet.columns, row, strict=False))
    extra = [cell for cell in row[len(sheet.columns) :] if cell.strip()]
    problem = ""
    if extra:
        problem = (
            f"The line has {len(row)} cells and the head {len(sheet.columns)}: is there a separator inside a text that "
            "has no quotation marks around it?"
        )
    return Line(number, cells, part, problem=problem)
