"""Puts the database of a backup into an empty place, and compares every table and picture with what was saved."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .. import migrations
from ..config import IN_USE
from ..errors import BackupRefused
from ..models import now
from . import postgresql, sqlite
from .box import Opened, open_box
from .checking import compare_pictures, compare_rows, unpack_sqlite
from .manifest import Manifest
from .sealing import Key
from .writing import database_file, refusing, workshop

FULL = "There is a directory in this database already."
# As `run` makes files: nobody but its user and group reads them.
MODE = 0o640
RUNNING = "The site is running on this data folder. Stop it, then restore."


def restore_database(app: Any, file: Path, key: Key | None, *, replace: bool) -> tuple[Manifest, Path | None]:
    """Fill the database of `app` from a backup, at the schema it was saved with.

    Returns what the backup says, and where a database that was there has been set aside. Raises BackupRefused; the
    place is then as it was.
    """
    data = Path(app.config["DATA"])
    data.mkdir(parents=True, exist_ok=True)
    with refusing(data), nobody_serving(data), workshop(data) as private:
        box = open_box(file, key)
        _check_schema(box.manifest)
        here = "sqlite" if database_file(app.config) else "postgresql"
        kind = box.manifest.database
        if kind != here:
            raise BackupRefused(
                f"This backup is of a {_called(kind)} database, DIRECTORY_DATABASE_URL names one of {_called(here)}. "
                f"Restore it into {_called(kind)}; move-to leads on from SQLite."
            )
        if here == "sqlite":
            return box.manifest, _restore_sqlite(app, box, private, replace=replace)
        _restore_postgresql(app, box)
        return box.manifest, None


@contextmanager
def nobody_serving(data: Path) -> Iterator[None]:
    """Hold the lock that a site holds while it runs. Raises BackupRefused."""
    with (data / IN_USE).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(RUNNING) from None
        yield


def _restore_sqlite(app: Any, box: Opened, private: Path, *, replace: bool) -> Path | None:
    target = database_file(app.config)
    assert target is not None
    # Looking for rules at the start has made an empty file.
    app.extensions["engine"].dispose()
    empty = sqlite.is_empty(target)
    if not empty and not replace:
        raise BackupRefused(f"{FULL} --replace sets it aside and restores.")
    restored = private / "restored.sqlite3"
    unpack_sqlite(box, restored)
    restored.chmod(MODE)
    with restored.open("rb") as file:
        os.fsync(file.fileno())
    aside = None
    if target.exists():
        aside = target.with_name(f"{target.name}.replaced-{now():%Y-%m-%dT%H%M%SZ}")
        # The files beside it belong to it and carry its name.
        for ending in ("", "-wal", "-shm"):
            beside = target.with_name(target.name + ending)
            if beside.exists() and empty:
                beside.unlink()
            elif beside.exists():
                beside.rename(aside.with_name(aside.name + ending))
    target.parent.mkdir(parents=True, exist_ok=True)
    _move(restored, target)
    return None if empty else aside


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError:
        # Another disk: copied beside the target first, so that no half database ever has its name.
        beside = target.with_name(f"{target.name}.restoring")
        with source.open("rb") as here, beside.open("wb") as there:
            while piece := here.read(1 << 20):
                there.write(piece)
            there.flush()
            os.fsync(there.fileno())
        beside.chmod(MODE)
        beside.replace(target)


def _restore_postgresql(app: Any, box: Opened) -> None:
    url = app.config["DATABASE_URL"]
    if not postgresql.is_empty(url):
        raise BackupRefused(f"{FULL} On PostgreSQL restore into a new, empty database and name that one.")
    # Whatever is damaged is found before anything is written.
    for part in box.manifest.parts:
        box.count(part.name)
    app.extensions["engine"].dispose()
    with app.app_context():
        migrations.runner(app).upgrade(box.manifest.schema)
    app.extensions["engine"].dispose()
    with postgresql.connected(url) as connection:
        there = postgresql.tables_of(connection)
        saved = {table: columns for table, columns in box.manifest.columns.items() if table in there}
        with postgresql.bare(connection):
            for table, columns in saved.items():
                with postgresql.filling(connection, table, columns) as sink:
                    box.read(postgresql.part_of(table), sink)
        postgresql.go_on_from(connection, box.manifest.sequences)
        found = {}
        for table, columns in saved.items():
            tally, part = postgresql.tally_of(connection, table, columns), box.manifest.part(postgresql.part_of(table))
            found[table] = tally.lines
            if tally.sha256 != part.sha256:
                raise BackupRefused(f"Table {table} came out of the database as something else than went in.")
        compare_rows({table: box.manifest.rows[table] for table in saved}, found)
        compare_pictures(box, postgresql.photos_of(connection))


def _check_schema(manifest: Manifest) -> None:
    """Refuse a backup of a schema that this release does not know. Raises BackupRefused."""
    if manifest.schema not in migrations.revisions().known:
        raise BackupRefused(
            f"This backup was made by a newer release ({manifest.release}, schema {manifest.schema}). "
            "Install that release or a later one, then restore."
        )


def _called(database: str) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(database, database)
