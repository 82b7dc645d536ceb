"""Reads a file line by line, whatever program saved it: CSV in its many ways, JSON, JSON lines, a complete export.

Nothing is ever held but one line. What a spreadsheet spoilt is not guessed here: cells come as they stand.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ..errors import UnreadableFile
from .columns import match

FORMAT = "clinical-massage-directory listings"
VERSION = 1
TABLE, LINES, ARRAY, COMPLETE = "table", "lines", "array", "complete"
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
    notes: tuple[str, ...] = field(default=(), compare=False)


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


def recognise(path: Path, encoding: str = "", separator: str = "") -> Sheet:
    """What kind of file this is, and how it is read. Raises UnreadableFile with a sentence."""
    with path.open("rb") as file:
        begin = file.read(SAMPLE)
    for mark, sentence in OTHER_FILES:
        if begin.startswith(mark):
            raise UnreadableFile(sentence)
    encoding = encoding or _encoding_of(path, begin)
    with _Opened(path, encoding) as (text, _):
        head = text.read(SAMPLE).lstrip("\ufeff \r\n\t")
    if not head:
        raise UnreadableFile("The file is empty.")
    if head[0] in "[{":
        return _recognise_json(path, encoding, head)
    separator = separator or _separator_of(path, encoding)
    names = _head(path, encoding, separator)
    return Sheet(path, TABLE, encoding, separator, names)


def lines(sheet: Sheet, after: int = 0) -> Iterator[Line]:
    """The lines of a file, without the first `after`."""
    readers: dict[str, Callable[[Sheet], Iterator[Line]]] = {
        TABLE: _table,
        LINES: _json_lines,
        ARRAY: _json_array,
        COMPLETE: _complete,
    }
    for place, line in enumerate(readers[sheet.kind](sheet)):
        if place >= after:
            yield line


class _Opened:
    """A text with the place that was read so far. Letters that the encoding does not know become question marks."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.raw = path.open("rb")
        self.size = max(path.stat().st_size, 1)
        self.text = io.TextIOWrapper(self.raw, encoding=encoding, errors="replace", newline="")

    def __enter__(self) -> tuple[io.TextIOWrapper, Callable[[], float]]:
        return self.text, lambda: min(1.0, self.raw.tell() / self.size)

    def __exit__(self, *_: object) -> None:
        self.text.close()


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
    with _Opened(path, encoding) as (text, _):
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
    with _Opened(path, encoding) as (text, _):
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


def _table(sheet: Sheet) -> Iterator[Line]:
    with _Opened(sheet.path, sheet.encoding) as (text, part):
        first = text.readline(CHUNK)
        if not SEP_LINE.match(first.lstrip("\ufeff")):
            text.seek(0)
        reader = csv.reader(text, delimiter=sheet.separator, strict=True)
        number, headed = 0, False
        while True:
            number += 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Line(
                    number,
                    {},
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


def _recognise_json(path: Path, encoding: str, head: str) -> Sheet:
    if head[0] == "[":
        sheet = Sheet(path, ARRAY, encoding)
    else:
        with _Opened(path, encoding) as (text, _):
            first = text.readline(CHUNK).lstrip("\ufeff")
        try:
            begin = json.loads(first)
        except ValueError:
            raise UnreadableFile(
                "This JSON cannot be read. Send a list of objects, [{…}, {…}], or one object on each line."
            ) from None
        if isinstance(begin, dict) and begin.get("format") == FORMAT:
            if begin.get("version") != VERSION:
                raise UnreadableFile(f"The file has version {begin.get('version')}; version {VERSION} can be read.")
            return Sheet(path, COMPLETE, encoding)
        sheet = Sheet(path, LINES, encoding)
    names: dict[str, None] = {}
    for place, line in enumerate(lines(sheet)):
        names |= dict.fromkeys(line.cells)
        if place >= 200:
            break
    if not names or len(names) > MOST_COLUMNS:
        raise UnreadableFile("The file holds no objects with fields that could be read.")
    return Sheet(path, sheet.kind, encoding, columns=tuple(names))


def _json_lines(sheet: Sheet) -> Iterator[Line]:
    with _Opened(sheet.path, sheet.encoding) as (text, part):
        for number, line in enumerate(text, start=1):
            if line.strip("\ufeff \r\n\t"):
                yield _object(number, line.lstrip("\ufeff"), part())


def _object(number: int, line: str, part: float) -> Line:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return Line(number, {}, part, problem="This line is no JSON.")
    if not isinstance(value, dict):
        return Line(number, {}, part, problem="This line is no object with named fields.")
    return Line(number, dict(_cells(value)), part)


def _cells(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Fields as cells: inner objects by joined names, lists with semicolons between."""
    for name, one in value.items():
        called = f"{before} {name}".strip()[:LONGEST_HEAD]
        if isinstance(one, dict) and before.count(" ") < 4:
            yield from _cells(one, called)
        else:
            yield called, _cell(one)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_cell(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json_array(sheet: Sheet) -> Iterator[Line]:
    """Objects of a list, one after the other, without ever holding the list."""
    decoder, number = json.JSONDecoder(), 0
    with _Opened(sheet.path, sheet.encoding) as (text, part):
        rest = text.read(CHUNK).lstrip("\ufeff \r\n\t")[1:]
        while True:
            rest = rest.lstrip(" \r\n\t,")
            if rest.startswith("]"):
                return
            try:
                value, end = decoder.raw_decode(rest)
                complete = end < len(rest)
            except (ValueError, RecursionError):
                complete = False
            if not complete:
                more = text.read(max(CHUNK, len(rest)))
                if not more or len(rest) > LONGEST_OBJECT:
                    yield Line(
                        number + 1,
                        {},
                        part(),
                        problem="From here on the file cannot be read: it is cut off or no JSON.",
                    )
                    return
                rest += more
                continue
            number, rest = number + 1, rest[end:]
            is_object = isinstance(value, dict)
            yield Line(
                number,
                dict(_cells(value)) if is_object else {},
                part(),
                problem="" if is_object else "This is no object with named fields.",
            )


def _complete(sheet: Sheet) -> Iterator[Line]:
    """Listings of a complete export. Its last line counts them, so that a file that was cut off is noticed."""
    counted, number, count = None, 1, 0
    with _Opened(sheet.path, sheet.encoding) as (text, part):
        next(text, "")
        for number, line in enumerate(text, start=2):
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                value = None
            if isinstance(value, dict) and "listings" in value and "parts" not in value:
                counted = value["listings"]
                break
            count += 1
            problem = "" if isinstance(value, dict) else "This line is no JSON, or it was cut off."
            yield Line(number, {}, part(), document=value if not problem else None, problem=problem)
        if counted != count:
            said = f"it says {counted} and has {count} listings" if counted is not None else "its last line is missing"
            yield Line(number + 1, {}, 1.0, problem=f"The file is not whole: {said}.")
