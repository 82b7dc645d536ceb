"""The audit as CSV or JSON lines, row by row, so that its length does not matter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..models import AuditEntry
from ..portable import fenced

COLUMNS = ("id", "at", "who", "action", "kind", "number", "name", "before", "after", "reason", "request")


def row(entry: AuditEntry) -> dict[str, Any]:
    """One entry with everything that is still known of it."""
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "who": entry.actor_name,
        "action": entry.action,
        "kind": entry.target_kind,
        "number": entry.target_id,
        "name": entry.target_name,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "request": entry.request_id or "",
    }


def as_json_lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """One object a line."""
    for entry in entries:
        yield json.dumps(row(entry), ensure_ascii=False) + "\n"


def as_csv(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """One entry a row, with a heading; facts as JSON in one cell; nothing that a spreadsheet would run."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # The mark by which spreadsheets know the encoding.
    buffer.write("\ufeff")
    writer.writerow(COLUMNS)
    for entry in entries:
        yield _taken(buffer)
        writer.writerow([cell(value) for value in row(entry).values()])
    yield _taken(buffer)


def cell(value: Any) -> str:
    """A value as one cell, with an apostrophe in front where it would be a formula."""
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, (dict, list)) else str(value)
    return fenced(text)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
