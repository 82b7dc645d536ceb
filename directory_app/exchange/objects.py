"""Objects of JSON files and lines of complete exports, one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import UnreadableFile
from .opened import (
    ARRAY,
    CHUNK,
    COMPLETE,
    FORMAT,
    LINES,
    LONGEST_HEAD,
    LONGEST_OBJECT,
    MOST_COLUMNS,
    VERSION,
    Line,
    Opened,
    Sheet,
)


def recognise_json(path: Path, encoding: str, head: str) -> Sheet:
    """What kind of JSON this is, from its first letters. Raises UnreadableFile with a sentence."""
    if head[0] == "[":
        sheet = Sheet(path, ARRAY, encoding)
    else:
        with Opened(path, encoding) as (text, _):
            first = text.readline(CHUNK).lstrip("\ufeff")
        try:
            begin = json.loads(first)
        except ValueError:
            raise UnreadableFile(
                "This JSON cannot be read. Send a list of objects, [{…}, {…}], or one object on each line. What a "
                "therapist exported is read by the command take-in."
            ) from None
        if isinstance(begin, dict) and begin.get("format") == FORMAT:
            if begin.get("version") != VERSION:
                raise UnreadableFile(f"The file has version {begin.get('version')}; version {VERSION} can be read.")
            return Sheet(path, COMPLETE, encoding)
        sheet = Sheet(path, LINES, encoding)
    names: dict[str, None] = {}
    for place, line in enumerate(json_array(sheet) if sheet.kind == ARRAY else json_lines(sheet)):
        names |= dict.fromkeys(line.cells)
        if place >= 200:
            break
    if not names or len(names) > MOST_COLUMNS:
        raise UnreadableFile("The file holds no objects with fields that could be read.")
    return Sheet(path, sheet.kind, encoding, columns=tuple(names))


def json_lines(sheet: Sheet) -> Iterator[Line]:
    """One object on each line."""
    with Opened(sheet.path, sheet.encoding) as (text, part):
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


def json_array(sheet: Sheet) -> Iterator[Line]:
    """Objects of a list, one after the other, without ever holding the list."""
    decoder, number = json.JSONDecoder(), 0
    with Opened(sheet.path, sheet.encoding) as (text, part):
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


def complete(sheet: Sheet) -> Iterator[Line]:
    """Listings of a complete export. Its last line counts them, so that a file that was cut off is noticed."""
    counted, number, count = None, 1, 0
    with Opened(sheet.path, sheet.encoding) as (text, part):
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
