"""Proves a backup by reading it: its seal, every part with its check sum, the database in it, rows and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import BackupRefused
from . import photos, postgresql, sqlite
from .box import Opened, open_box
from .manifest import Manifest
from .sealing import Key
from .streams import Tally, gathered


@dataclass(frozen=True)
class Checked:
    """A backup that holds: what it says about itself, and how many pictures are in it."""

    manifest: Manifest
    pictures: int


def check(path: Path, key: Key | None, private: Path) -> Checked:
    """Read a whole backup; `private` is a folder for a copy of a SQLite database. Raises BackupRefused."""
    return check_copy(path, key, private, None)


def check_copy(path: Path, key: Key | None, private: Path, own: Any) -> Checked:
    """The same, where `own` is the private key of a backup that this process has just made."""
    box = open_box(path, key, own)
    if box.manifest.database == "sqlite":
        unpack_sqlite(box, private / "checked.sqlite3")
        (private / "checked.sqlite3").unlink()
    else:
        _check_tables(box)
    return Checked(box.manifest, box.manifest.part(photos.PART).lines)


def unpack_sqlite(box: Opened, target: Path) -> None:
    """Write the database of a backup into a file and compare all that is known of it. Raises BackupRefused."""
    with target.open("xb") as file:
        box.read(sqlite.PART, file)
    box.count(photos.PART)
    with sqlite.reading(target) as database:
        faults = sqlite.faults_of(database)
        if faults:
            raise BackupRefused(f"The database in the backup is damaged: {faults}.")
        compare_rows(box.manifest.rows, sqlite.rows_of(database))
        compare_pictures(box, sqlite.photos_of(database))


def compare_rows(written: dict[str, int], found: dict[str, int]) -> None:
    """Refuse a database with other numbers of rows. Raises BackupRefused."""
    for table, count in written.items():
        if found.get(table) != count:
            raise BackupRefused(f"Table {table} has {found.get(table, 'no')} rows, the backup says {count}.")


def compare_pictures(box: Opened, lines: Iterator[str]) -> None:
    """Refuse pictures that are others than those of the list. Raises BackupRefused."""
    tally = Tally()
    for piece in gathered(lines):
        tally.take(piece)
    if tally.sha256 != box.manifest.part(photos.PART).sha256:
        raise BackupRefused("The pictures are not those that the backup names.")


def _check_tables(box: Opened) -> None:
    """Every table as text: the server ends each row with the end of a line, and no value holds one."""
    for table in box.manifest.rows:
        box.count(postgresql.part_of(table))
    compare_rows(
        box.manifest.rows,
        {table: box.manifest.part(postgresql.part_of(table)).lines for table in box.manifest.rows},
    )
    box.count(photos.PART)
