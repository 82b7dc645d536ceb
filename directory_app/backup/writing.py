"""Makes a backup: everything of one moment into a file under another name, read back, and only then under its own."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from ..errors import BackupRefused
from ..models import now
from . import photos, postgresql, sqlite
from .box import Writer, seal
from .checking import check_copy
from .manifest import Manifest
from .sealing import Key, Lock, lock_for
from .streams import gathered, pieces_of

NAME = re.compile(r"directory-(\d{4}-\d\d-\d\dT\d{6}Z)\.backup")
STAMP = "%Y-%m-%dT%H%M%SZ"
UNFINISHED = ".unfinished-backup-"
NOTE = "last-backup.json"
KEY_CHECK = b"which secret key a backup was made beside"


@dataclass(frozen=True)
class Made:
    """A backup that was written and read back."""

    file: Path
    bytes: int
    encrypted: bool
    manifest: Manifest


def write_backup(config: Mapping[str, Any], target: Path, key: Key | None) -> Made:
    """Write a backup into a folder, under its time, or into the file named. Raises BackupRefused."""
    folder = target if target.is_dir() else target.parent
    if not folder.is_dir():
        raise BackupRefused(f"There is no folder {folder}.")
    moment = now()
    file = target / f"directory-{moment.strftime(STAMP)}.backup" if target.is_dir() else target
    if file.exists():
        raise BackupRefused(f"{file} is there already; a backup is never written over.")
    with refusing(folder), workshop(folder) as here, workshop(Path(config["DATA"])) as private:
        lock = lock_for(key) if key else None
        manifest = _fill(config, here / "backup", private, lock, moment)
        seal(here / "backup")
        check_copy(here / "backup", key, private, lock.own if lock else None)
        _settle(here / "backup", file)
    made = Made(file, file.stat().st_size, key is not None, manifest)
    _note(Path(config["DATA"]), made)
    return made


def prune(folder: Path, newest: int | None, days: int) -> list[Path]:
    """Delete backups in a folder by their own names: all but so many newest, and those older than so many days.

    The newest one stays whatever its age.
    """
    found = sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), reverse=True)
    oldest = f"directory-{(now() - timedelta(days=days)).strftime(STAMP)}.backup"
    gone = [
        path
        for place, path in enumerate(found)
        if place and (path.name < oldest or (newest is not None and place >= newest))
    ]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def database_file(config: Mapping[str, Any]) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL."""
    url = make_url(config["DATABASE_URL"])
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def key_check(config: Mapping[str, Any]) -> str:
    """A word by which the secret key of a site is told from another one, and from which it cannot be found."""
    return hmac.new(str(config["SECRET_KEY"] or "").encode(), KEY_CHECK, hashlib.sha256).hexdigest()[:16]


def release() -> str:
    """The release that is installed."""
    try:
        return version("clinical-massage-directory")
    except PackageNotFoundError:
        return "unknown"


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A folder for unfinished things that nobody else may read. It goes at the end; those of the killed go first."""
    for left in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError), (left / "lock").open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    try:
        with (made / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def refusing(folder: Path) -> Iterator[None]:
    """What goes wrong with files and databases, in one sentence."""
    try:
        yield
    except OSError as error:
        named = Path(error.filename or folder)
        # Unfinished things have names of chance; the folder that holds them is what somebody asked for.
        where = next((one.parent for one in (named, *named.parents) if one.name.startswith(UNFINISHED)), named)
        raise BackupRefused(f"Writing was not possible at {where}: {error.strerror or error}.") from None
    except (sqlite3.Error, psycopg.Error) as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise BackupRefused(f"The database could not be used: {first}.") from None


def _fill(config: Mapping[str, Any], path: Path, private: Path, lock: Lock | None, moment: datetime) -> Manifest:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        box = Writer(file, lock)
        try:
            fill = _fill_sqlite if database_file(config) else _fill_postgresql
            manifest = box.finish(fill(config, box, private, moment))
        except BaseException:
            box.abandon()
            raise
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _fill_sqlite(config: Mapping[str, Any], box: Writer, private: Path, moment: datetime) -> Manifest:
    copied = private / sqlite.PART
    source = database_file(config)
    assert source is not None
    if not source.exists():
        raise BackupRefused(f"There is no database {source}: nothing to save.")
    _room_for_copy(source, private)
    sqlite.copy(source, copied)
    with sqlite.reading(copied) as database:
        schema, head = sqlite.schema_of(database), sqlite.audit_head_of(database)
        rows = sqlite.rows_of(database)
        with copied.open("rb") as file:
            box.add(sqlite.PART, pieces_of(file))
        box.add(photos.PART, gathered(sqlite.photos_of(database)))
    # Another copy is made from the backup to check it; there need not be room for both.
    copied.unlink()
    return Manifest(release(), schema, moment.isoformat(), "sqlite", rows, head, key_check(config))


def _room_for_copy(source: Path, private: Path) -> None:
    """Refuse before the site beside it finds no room to write, either."""
    needed, free = source.stat().st_size, shutil.disk_usage(private).free
    if free <= needed:
        raise BackupRefused(
            f"A backup copies the database into the data folder first, and {private.parent} has no room for that: "
            f"it takes {needed / 1e6:,.0f} MB, {free / 1e6:,.0f} MB are free."
        )


def _fill_postgresql(config: Mapping[str, Any], box: Writer, private: Path, moment: datetime) -> Manifest:
    rows = {}
    with postgresql.snapshot(config["DATABASE_URL"]) as connection:
        schema, head = postgresql.schema_of(connection), postgresql.audit_head_of(connection)
        tables = postgresql.tables_of(connection)
        for table, columns in tables.items():
            part = box.add(postgresql.part_of(table), postgresql.text_of(connection, table, columns))
            rows[table] = part.lines
        box.add(photos.PART, gathered(postgresql.photos_of(connection)))
        sequences = postgresql.sequences_of(connection)
    known = (release(), schema, moment.isoformat(), "postgresql", rows, head, key_check(config))
    return Manifest(*known, columns=tables, sequences=sequences)


def _settle(unfinished: Path, file: Path) -> None:
    """Give the backup its name, in one step and for good."""
    unfinished.rename(file)
    for path in (file, file.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _note(data: Path, made: Made) -> None:
    """Leave word of the newest backup where the site looks for it."""
    told = {
        "at": made.manifest.at,
        "file": str(made.file.resolve()),
        "verified": True,
        "encrypted": made.encrypted,
        "bytes": made.bytes,
    }
    unfinished = data / f"{NOTE}.new"
    unfinished.write_text(json.dumps(told) + "\n", encoding="utf-8")
    unfinished.replace(data / NOTE)
