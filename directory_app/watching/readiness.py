"""Whether the site can serve: the database answers, its schema is one we know, the disk has room."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from ..migrations import Revisions, stands_at

SECONDS = 3.0
LEAST_FREE = 0.05
OK = "ok"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: a plain word, and facts for those who run the site."""

    name: str
    word: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether it stands in the way of serving. A newer schema does not: releases run side by side."""
        return self.word in {OK, "newer"}


class Database:
    """Asks the database for its schema in a thread of its own, so that one that hangs keeps nobody waiting."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def versions(self, seconds: float = SECONDS) -> set[str]:
        """Schema steps the database stands at. Raises TimeoutError where it is silent, or SQLAlchemyError."""
        answer: list[set[str] | Exception] = []
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._ask, args=(answer,), name="readiness", daemon=True)
                self._thread.start()
                asked: threading.Thread | None = self._thread
            else:
                asked = None
        if asked is not None:
            asked.join(seconds)
        if not answer:
            raise TimeoutError("no answer")
        if isinstance(answer[0], Exception):
            raise answer[0]
        return answer[0]

    def _ask(self, answer: list[set[str] | Exception]) -> None:
        try:
            answer.append(stands_at(self._engine))
        except Exception as error:
            answer.append(error)


def look(database: Database, revisions: Revisions, data: Path, seconds: float = SECONDS) -> list[Check]:
    """All checks, in their order."""
    return [*schema(database, revisions, seconds), disk(data)]


def schema(database: Database, revisions: Revisions, seconds: float = SECONDS) -> list[Check]:
    """Whether the database answers, and how its schema stands to what this release knows."""
    try:
        found = database.versions(seconds)
    except TimeoutError:
        return [Check("database", "silent", {"waited_seconds": seconds}), Check("schema", "unknown")]
    except SQLAlchemyError as error:
        return [Check("database", "unreachable", {"error": _name(error)}), Check("schema", "unknown")]
    facts = {"at": sorted(found), "newest": sorted(revisions.newest)}
    return [Check("database", OK), Check("schema", _word(found, revisions), facts)]


def disk(data: Path) -> Check:
    """Whether the disk of the data folder has at least five parts in a hundred left."""
    try:
        usage = shutil.disk_usage(data)
    except OSError as error:
        return Check("disk", "missing", {"error": type(error).__name__})
    free = usage.free / usage.total if usage.total else 0.0
    return Check("disk", OK if free >= LEAST_FREE else "full", {"free_percent": round(free * 100, 1)})


def _word(found: Set[str], revisions: Revisions) -> str:
    if not found:
        return "missing"
    if found == revisions.newest:
        return OK
    return "behind" if found <= revisions.known else "newer"


def _name(error: SQLAlchemyError) -> str:
    """What kind of error it is, as the driver calls it; its words may hold an address or a name."""
    return type(getattr(error, "orig", None) or error).__name__
