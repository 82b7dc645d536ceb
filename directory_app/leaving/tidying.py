"""After a deletion: files that no row knows, and what a database keeps of deleted rows in pages it does not use.

A note in the data folder tells the job, which may run in another process, that there is something to tidy.
"""

from __future__ import annotations

import quopri
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ..models import Listing
from . import retention

TIDY_SECONDS = 20.0
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
    with app.app_context(), app.extensions["sessions"]() as session:
        for path in orphans(session, Path(app.config["DATA"])):
            path.unlink(missing_ok=True)
        if session.get_bind().dialect.name == "sqlite":
            # Full text keeps deleted words until its pieces are merged.
            session.execute(text("INSERT INTO public_text(public_text) VALUES ('optimize')"))
        session.commit()
    _empty_the_log(app)
    note.unlink(missing_ok=True)
    return True


def orphans(session: Session, data: Path) -> Iterator[Path]:
    """Files of listings that are no more."""
    there = set(session.scalars(select(Listing.id)))
    for folder in FOLDERS:
        for path in (data / folder).glob("*-*"):
            number = path.name.partition("-")[0]
            # Those of the whole directory are called 0.
            if number.isdigit() and int(number) and int(number) not in there:
                yield path


def tasks(app: Flask) -> list[tuple[str, float, Callable[[], object]]]:
    """What the job runner repeats: a name, seconds between runs, the function."""
    return [
        ("tidying", TIDY_SECONDS, lambda: tidy(app)),
        ("retention", RETENTION_SECONDS, lambda: keep_no_longer(app)),
    ]


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
