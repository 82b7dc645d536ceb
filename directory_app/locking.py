"""Holds what others may change or do at the same moment: rows until the end of a transaction, work until it is done."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from .errors import StaleVersion
from .models import Base


class Work(IntEnum):
    """What one process of all does at a time, with the number of its lock in PostgreSQL, which nobody else uses."""

    PREPARE = 7_305_018_019
    RESCORE = 7_305_018_020


@contextmanager
def alone(app: Any, work: Work, *, waiting: bool = True) -> Iterator[bool]:
    """Keep other processes, on whichever machine, from this work until the block ends, or this process dies.

    Waits for whoever is at it; without `waiting` it tells at once whether nobody was, and otherwise holds nothing.
    """
    engine: Engine = app.extensions["engine"]
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # Closing it ends the lock, also where the server has gone meanwhile.
            connection.detach()
            if waiting:
                # The other may load a country first: who waits here has nothing else to do.
                connection.exec_driver_sql("SET lock_timeout = 0")
                connection.execute(select(func.pg_advisory_lock(work)))
            yield waiting or bool(connection.scalar(select(func.pg_try_advisory_lock(work))))
        return
    folder = Path(app.config["DATA"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{work.name.lower()}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if waiting else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def hold(session: Session, *rows: Base) -> None:
    """Read rows of this session as they are now, one after the other, and let nobody else change them meanwhile.

    Raises StaleVersion for one that somebody deleted after it was read.
    """
    for row in rows:
        try:
            session.refresh(row, with_for_update=True)
        except InvalidRequestError as gone:
            raise StaleVersion(type(row).__tablename__, 1, 0) from gone
