"""What the process says on standard error: one line for each event, as JSON for machines or as text for people.

A line ends where we end it: whatever somebody typed, it cannot begin another one.
"""

from __future__ import annotations

import json
import logging
import sys
import unicodedata
from datetime import UTC, datetime
from typing import Any

from . import request_ids

JSON, TEXT = "json", "text"
# Controls, and what some readers of logs take for the end of a line.
BREAKING = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


class JsonLines(logging.Formatter):
    """One JSON object a line, in ASCII: everything that could break a line is written as an escape."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line = {
            "time": _time(record).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_ids.current():
            line["request_id"] = number
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


class TextLines(logging.Formatter):
    """A line that people read; the lines of a trace stand indented below it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        number = request_ids.current()
        where = f" [{number}]" if number else ""
        head = f"{_time(record):%Y-%m-%d %H:%M:%S}Z {record.levelname:<7} {record.name}{where}: "
        lines = [head + in_one_line(record.getMessage())]
        if record.exc_info:
            lines += [f"    {in_one_line(one)}" for one in self.formatException(record.exc_info).split("\n")]
        return "\n".join(lines)


class _ToStandardError(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to what is standard error at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        """Standard error of this moment."""
        return sys.stderr


def formatter(form: str) -> logging.Formatter:
    """The formatter of `json` or `text`."""
    return JsonLines() if form == JSON else TextLines()


def configure(form: str) -> None:
    """Write every record of this process in that form, once. Harmless when called again."""
    handler = _ToStandardError()
    handler.setFormatter(formatter(form))
    root = logging.getLogger()
    for one in [one for one in root.handlers if isinstance(one, _ToStandardError)]:
        root.removeHandler(one)
    root.addHandler(handler)


def in_one_line(text: str) -> str:
    """The text with everything that breaks a line written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(one) if unicodedata.category(one) in BREAKING else one for one in text)


def _escaped(one: str) -> str:
    return one.encode("unicode_escape").decode() if not one.isascii() or ord(one) < 32 else f"\\x{ord(one):02x}"


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
