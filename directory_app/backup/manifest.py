"""What a backup says about itself: what made it, when, of which database, and what is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from ..errors import BackupRefused

FORMAT = "clinical-massage-directory backup"
VERSION = 1
NO_MANIFEST = "The file is no backup of a directory: what it says about itself cannot be read."


@dataclass(frozen=True)
class PartFacts:
    """One part as it is before it is packed: bytes, lines and the digest of all."""

    name: str
    size: int
    lines: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Facts of one backup.

    `rows` counts the rows of every table, `columns` are those of a table that is kept as text, `sequences` are the next
    numbers of a PostgreSQL database. `audit_head` is the end of the chain. `key_check` tells whether the secret key of
    a site is the one of the site that was saved.
    """

    release: str
    schema: str
    at: str
    database: str
    rows: dict[str, int]
    audit_head: str
    key_check: str
    parts: tuple[PartFacts, ...] = ()
    columns: dict[str, list[str]] = field(default_factory=dict)
    sequences: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)

    def part(self, name: str) -> PartFacts:
        """The facts of one part. Raises BackupRefused."""
        found = next((one for one in self.parts if one.name == name), None)
        if found is None:
            raise BackupRefused(f"The backup is damaged: {name} is missing.")
        return found

    def to_json(self) -> bytes:
        """As it stands in the file."""
        return json.dumps({"format": FORMAT, "version": VERSION, **asdict(self)}, indent=1).encode()


def from_json(data: bytes) -> Manifest:
    """Read back. Raises BackupRefused."""
    try:
        read = json.loads(data)
    except ValueError:
        raise BackupRefused(NO_MANIFEST) from None
    if not isinstance(read, Mapping) or read.get("format") != FORMAT:
        raise BackupRefused(NO_MANIFEST)
    if read.get("version") != VERSION:
        raise BackupRefused("This backup was made by a newer release of the directory. Install that one, then restore.")
    known = {name: value for name, value in read.items() if name not in {"format", "version"}}
    try:
        parts = tuple(PartFacts(**one) for one in known.pop("parts"))
        return Manifest(**known, parts=parts)
    except (KeyError, TypeError):
        raise BackupRefused(NO_MANIFEST) from None
