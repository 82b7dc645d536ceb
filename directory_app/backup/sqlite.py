"""A SQLite database as the part of a backup: copied page by page while others write, then looked at in peace."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..errors import BackupRefused
from .photos import line

PART = "database.sqlite3"
# Tables that full text keeps for itself; its rows are those of `public_text`.
SHADOWS = "public_text_"


def copy(database: Path, target: Path) -> None:
    """A consistent copy of a database that others may be writing to. Raises sqlite3.Error.

    All pages in one step: it sees one moment, and with a write-ahead log nobody who writes waits for it.
    """
    with (
        closing(sqlite3.connect(f"file:{_quoted(database)}?mode=ro", uri=True, timeout=30)) as source,
        closing(sqlite3.connect(target)) as copied,
    ):
        source.backup(copied, pages=-1)


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A copy that nobody else touches, opened without a file beside it."""
    with closing(sqlite3.connect(f"file:{_quoted(file)}?mode=ro&immutable=1", uri=True)) as opened:
        yield opened


def schema_of(database: sqlite3.Connection) -> str:
    """The schema step it stands at. Raises BackupRefused."""
    try:
        found = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        found = None
    if not found:
        raise BackupRefused("There is no directory in this database yet: nothing to save.")
    return str(found[0])


def rows_of(database: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    names = [name for (name,) in found if not name.startswith(("sqlite_", SHADOWS))]
    return {name: int(database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}


def audit_head_of(database: sqlite3.Connection) -> str:
    """The end of the chain; empty where a schema of old has none."""
    try:
        return str(database.execute("SELECT hash FROM audit_head WHERE id = 1").fetchone()[0])
    except (sqlite3.OperationalError, TypeError):
        return ""


def photos_of(database: sqlite3.Connection) -> Iterator[str]:
    """A line for every picture: its digest and its name."""
    for number, body in database.execute("SELECT id, whole FROM photo ORDER BY id"):
        yield line(f"photo-{number}-whole", body)
    query = "SELECT photo_id, size, format, body FROM photo_variant ORDER BY photo_id, size, format"
    for photo, size, kind, body in database.execute(query):
        yield line(f"photo-{photo}-{size}.{kind}", body)


def faults_of(database: sqlite3.Connection) -> str:
    """What the database itself finds wrong, in its own words; empty where it is whole."""
    try:
        found = [str(row[0]) for row in database.execute("PRAGMA integrity_check(5)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == ["ok"] else "; ".join(found)


def is_empty(file: Path) -> bool:
    """Whether there is no directory: no file, no tables, or tables that nobody has an account in."""
    if not file.exists() or not file.stat().st_size:
        return True
    try:
        with closing(sqlite3.connect(f"file:{_quoted(file)}?mode=ro", uri=True)) as database:
            names = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            used = [name for name in ("account", "audit_entry") if name in names]
            foreign = names and "alembic_version" not in names
            counts = [database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in used]
            return not foreign and not any(counts)
    except sqlite3.DatabaseError:
        return False


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
