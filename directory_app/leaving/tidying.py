"""After a deletion: files that no row knows, and what a database keeps of deleted rows in pages it does not use.

A note in the data folder tells all processes of this machine that there is something to tidy at once. Other machines
have files of their own; every process looks through those of its machine each minute.
"""

from __future__ import annotations

import quopri
from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ..jobs import Task
from ..models import Listing
from . import retention

TIDY_SECONDS = 20.0
FILES_SECONDS = 60.0
SOME = 500
RETENTION_SECONDS = 3600.0
NOTE = "tidy-after-deletion"
# Folders with files called by the number of a listing: `17-….png`.
FOLDERS = ("pictures",)


def ask(app: Flask, names: Iterable[str]) -> None:
    """Leave the note. In development, where letters are files of ours, those that hold one of the names go at once."""
    folder = Path(app.config["DATA"])
    folder.mkdir(parents=True, exist_ok=True)
    if app.config["MAIL_BACKEND"] == "file":
        for path in Path(app.config["MAIL_FILE_PATH"]).iterdir():
            if path.is_file() and _holds(path.read_bytes(), names):
                path.unlink(missing_ok=True)
    (folder / NOTE).touch()


def _holds(letter: bytes, names: Iterable[str]) -> bool:
    """Letters on their way write what is not ASCII in another way."""
    text = letter + quopri.decodestring(letter)
    return any(name.encode() in text for name in names)


def tidy(app: Flask) -> bool:
    """Tidy if there is a note; return whether there was. The note goes last, so that a crash repeats it."""
    note = Path(app.config["DATA"]) / NOTE
    if not note.exists():
        return False
    delete_orphans(app)
    with app.app_context(), app.extensions["sessions"]() as session:
        if session.get_bind().dialect.name == "sqlite":
            # Full text keeps deleted words until its pieces are merged.
            session.execute(text("INSERT INTO public_text(public_text) VALUES ('optimize')"))
        session.commit()
    _empty_the_log(app)
    note.unlink(missing_ok=True)
    return True


def delete_orphans(app: Flask) -> int:
    """Delete files on this machine of listings that are no more; return how many."""
    with app.extensions["reading_sessions"]() as session:
        found = list(orphans(session, Path(app.config["DATA"])))
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def orphans(session: Session, data: Path) -> Iterator[Path]:
    """Files of listings that are no more."""
    by_number: dict[int, list[Path]] = {}
    for folder in FOLDERS:
        for path in (data / folder).glob("*-*"):
            number = path.name.partition("-")[0]
            # Those of the whole directory are called 0.
            if number.isdigit() and int(number):
                by_number.setdefault(int(number), []).append(path)
    numbers = sorted(by_number)
    for start in range(0, len(numbers), SOME):
        some = numbers[start : start + SOME]
        there = set(session.scalars(select(Listing.id).where(Listing.id.in_(some))))
        for gone in (one for one in some if one not in there):
            yield from by_number[gone]


def tasks_of_process(app: Flask) -> list[Task]:
    """What the job runner of every process repeats, so that it happens on every machine."""
    return [
        Task("tidying", TIDY_SECONDS, lambda: tidy(app)),
        Task("files of listings", FILES_SECONDS, lambda: delete_orphans(app)),
    ]


def tasks(app: Flask) -> list[Task]:
    """What the job runner of one process of all repeats."""
    return [Task("retention", RETENTION_SECONDS, lambda: keep_no_longer(app))]


def keep_no_longer(app: Flask) -> int:
    """Delete what was kept as long as it may be; return how many rows."""
    with app.app_context(), app.extensions["sessions"]() as session:
        gone = retention.forget_looks(session) + retention.forget_words(session)
        unconfirmed = retention.forget_unconfirmed(session)
        session.commit()
    if unconfirmed:
        (Path(app.config["DATA"]) / NOTE).touch()
    return gone + unconfirmed


def _empty_the_log(app: Flask) -> None:
    """SQLite's write-ahead log still holds pages as they were; what is written back leaves it."""
    engine = app.extensions["engine"]
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
