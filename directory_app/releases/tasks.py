"""What the job runner repeats: a few seconds of the run that is open, each batch in a transaction of its own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from .. import scorekeeping
from ..jobs import Task
from ..locking import Work, alone
from ..models import RunKind
from . import work
from .runs import open_run

SECONDS = 1.0
# Then letters and other tasks of the same thread have their turn.
AT_A_TIME = 5.0
PAUSE = 0.25


def sweep(app: Any) -> int:
    """Go on with the open run for some seconds; return how many versions were gone through.

    While somebody reads all answers again from the command line it waits: both would store every reading twice.
    """
    app.config.setdefault("RUN_PAUSE", PAUSE)
    until, done = time.monotonic() + AT_A_TIME, 0
    with (
        alone(app, Work.RESCORE, waiting=False) as nobody_else,
        app.app_context(),
        app.extensions["sessions"]() as session,
    ):
        while nobody_else and time.monotonic() < until:
            read = one_batch(session, Path(app.config["DATA"]) / "rubrics")
            if not read:
                break
            done += read
            session.expunge_all()
            # Whoever waits to write has to be let in: SQLite keeps no queue.
            time.sleep(app.config["RUN_PAUSE"])
    return done


def one_batch(session: Session, folder: Path) -> int:
    """Read and commit one batch of the open run; how many versions it had. Killed in between, nothing is half done."""
    run = open_run(session)
    if run is None:
        session.rollback()
        return 0
    number, last_id = run.id, run.last_id
    rubric = scorekeeping.open_release(session, run.version, folder)
    read: work.Read | None
    if run.kind is RunKind.TRIAL:
        read = work.read_batch(session, run, rubric)
        # What was read is thrown away but for whom it moves.
        session.rollback()
        held = work.locked(session, number)
    else:
        held = work.locked(session, number)
        read = work.read_batch(session, held, rubric) if held is not None and held.last_id == last_id else None
    if held is None or read is None or held.last_id != last_id:
        # Stopped, or another process was faster.
        session.rollback()
        return 0
    work.note(session, held, read)
    session.commit()
    return len(read.ids)


def waiting(app: Any) -> bool:
    """Whether a run is open."""
    with app.extensions["reading_sessions"]() as session:
        return open_run(session) is not None


def tasks(app: Any) -> list[Task]:
    """What one job runner of all repeats."""
    return [Task("rubric runs", SECONDS, lambda: sweep(app), lambda: waiting(app))]
