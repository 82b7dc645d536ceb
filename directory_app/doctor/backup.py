"""The last backup, as the command that writes backups notes it in the data folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..models import now
from .findings import Finding, Patient, ago, judged, look, ok, wrong

NOTE = "last-backup.json"
OLD, VERY_OLD = 26 * 3600.0, 7 * 86400.0
MAKE = "Run the command for backups every night; deployment/ has timers for it."


def findings(patient: Patient) -> Iterator[Finding]:
    """Read the note."""
    path = patient.data / NOTE
    if not path.exists():
        yield judged(patient, "No backup of this directory is known here.", MAKE)
        return
    note = _read(path)
    if note is None:
        yield look("The note about the last backup cannot be read.", MAKE)
        return
    at, verified = note
    age = (now() - at).total_seconds()
    if not verified:
        yield wrong("The last backup could not be read back.", f"Do not rely on it. {MAKE}")
    elif age > VERY_OLD:
        yield judged(patient, f"The last backup is {ago(age)} old.", MAKE)
    elif age > OLD:
        yield look(f"The last backup is {ago(age)} old.", MAKE)
    else:
        yield ok(f"The last backup is {ago(age)} old and was read back.")


def _read(path: Path) -> tuple[datetime, bool] | None:
    try:
        note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        at = datetime.fromisoformat(str(note["at"]))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)), note["verified"] is True
    except (OSError, ValueError, KeyError, TypeError):
        return None
