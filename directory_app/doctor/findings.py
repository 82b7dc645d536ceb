"""What the doctor looks at and what it says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    LOOK = "look at this"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One line: how it stands, what was found, and where it is not well what to do."""

    state: State
    what: str
    advice: str = ""


@dataclass(frozen=True)
class Patient:
    """What is looked at: settings, database, mail, jobs of one directory. `jobs` are names with their seconds."""

    config: Mapping[str, Any]
    engine: Engine
    open_session: Callable[[], Session]
    jobs: Mapping[str, float] = field(default_factory=dict)
    jobs_of_process: Mapping[str, float] = field(default_factory=dict)

    @property
    def in_production(self) -> bool:
        """Whether people rely on it."""
        return bool(self.config["ENVIRONMENT"] == "production")

    @property
    def data(self) -> Path:
        """Its data folder."""
        return Path(self.config["DATA"])

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self.engine.dialect.name == "sqlite"


# A group looks at one thing; those that need the database are handed a session.
Group = Callable[[Patient], Iterator[Finding]]
StoredGroup = Callable[[Patient, Session], Iterator[Finding]]


def ok(what: str) -> Finding:
    """Something is as it should be."""
    return Finding(State.OK, what)


def look(what: str, advice: str) -> Finding:
    """Something works and somebody should look at it."""
    return Finding(State.LOOK, what, advice)


def wrong(what: str, advice: str) -> Finding:
    """Something does not work, or is not safe."""
    return Finding(State.WRONG, what, advice)


def judged(patient: Patient, what: str, advice: str) -> Finding:
    """Something that is wrong in production, and only worth a look on a laptop."""
    return wrong(what, advice) if patient.in_production else look(what, advice)


def ago(seconds: float) -> str:
    """A length of time as people say it."""
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{max(seconds, 0):.0f} seconds"
