"""What the job runner repeats: the list of deleted accounts beside the database is complete within a minute."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import erasures

SECONDS = 30.0
SEEN = "erasures.seen"


def sweep(app: Any) -> int:
    """Note deletions that the audit knows and the file does not; return how many."""
    with app.extensions["reading_sessions"]() as session:
        erased, newest = erasures.of_audit(session, app.extensions.get(SEEN, 0))
    noted = erasures.note(Path(app.config["DATA"]), erased) if erased else 0
    # Only now: what could not be written is tried again.
    app.extensions[SEEN] = newest
    return noted


def tasks(app: Any) -> list[tuple[str, float, Callable[[], object]]]:
    """A name, seconds between runs, the function."""
    return [("erasures", SECONDS, lambda: sweep(app))]
