"""Works on imports batch by batch, as a job beside the site or for the command line; each is committed by itself.

A batch is read and prepared before its transaction begins, and is small enough that others who save wait for less than
half a second.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from ..errors import UnreadableFile
from ..jobs import Task
from ..models import WORKING, ImportRow, ImportRun, ImportState, now
from . import batches, files, runs
from .known import Names
from .preparing import Prepared, Preparer
from .sheets import Line, lines

log = logging.getLogger(__name__)

SECONDS = 1.0
SWEEP_SECONDS = 3600.0
SLICE = 2.0
# Those who save meanwhile get their turn between two batches, and wait for one batch at most.
PAUSE = 0.03
LONGEST_BATCH = 0.4
FEWEST, FIRST, MOST = 5, 25, 400
GONE = "The file is no longer there. Send it again: lines that were taken in are known and not taken in twice."


class Worker:
    """Works on one run at a time and keeps its file open between batches."""

    pause = PAUSE

    def __init__(self, app: Any) -> None:
        self.app = app
        self.preparer: Preparer | None = None
        self.coming: Iterator[Line] = iter(())
        self.names = Names()
        self.at: tuple[int, str, int] | None = None
        self.size = FIRST

    def step(self, run_id: int) -> bool:
        """Work on one batch; whether there may be more to do."""
        try:
            return self._step(run_id)
        except BaseException:
            # What was read and not stored comes again: the next step begins where this one did.
            self.at = None
            raise

    def _step(self, run_id: int) -> bool:
        with self.app.extensions["reading_sessions"]() as session:
            run = session.get(ImportRun, run_id)
            if run is None or not run.works:
                self.at = None
                return False
            batch = self._batch(session, run)
        if batch is None:
            self._end(run_id)
            return False
        try:
            self._write(run_id, batch)
        except OperationalError:
            # The database is busy or away.
            raise
        except (DBAPIError, UnreadableFile, ValueError):
            log.warning("a batch of import %s cannot be stored as a whole", run_id)
            self._one_by_one(run_id, batch)
        return True

    def run(self, run_id: int, seconds: float | None = None, told: Callable[[ImportRun], object] | None = None) -> None:
        """Work until the pass is over, or until so many seconds have gone by."""
        ends = None if seconds is None else time.monotonic() + seconds
        while self.step(run_id) and (ends is None or time.monotonic() < ends):
            if told is not None:
                with self.app.extensions["reading_sessions"]() as session:
                    told(runs.the_run(session, run_id))
            time.sleep(self.pause)

    def _batch(self, session: Session, run: ImportRun) -> list[Prepared] | None:
        """The next lines, read and understood; None when there is nothing more to read."""
        place = (run.id, str(run.state), run.position)
        try:
            if self.at != place or self.preparer is None:
                self.preparer = Preparer(session, run, files.here(session, self.app.config["DATA"], run))
                self.coming = lines(self.preparer.sheet, run.position)
                self.names, self.at, self.size = Names(), place, FIRST
            found = list(islice(self.coming, self.size))
        except FileNotFoundError:
            raise Gone(GONE) from None
        return [self.preparer.prepare(session, line) for line in found] if found else None

    def _write(self, run_id: int, batch: list[Prepared]) -> None:
        began = time.monotonic()
        with self.app.extensions["sessions"]() as session:
            run = runs.the_run(session, run_id, lock=True)
            # Whoever else works on it has moved on, or somebody stopped it.
            if (run.id, str(run.state), run.position) != self.at:
                self.at = None
                return
            work = batches.check_batch if run.state is ImportState.CHECKING else batches.take_batch
            work(session, run, batch, self.names)
            session.commit()
            self.at = (run.id, str(run.state), run.position)
        took = max(time.monotonic() - began, 0.001)
        self.size = max(FEWEST, min(MOST, round(self.size * min(2.0, LONGEST_BATCH / took))))

    def _one_by_one(self, run_id: int, batch: list[Prepared]) -> None:
        """Store the lines of a batch each by itself, and refuse the one that cannot be."""
        for one in batch:
            try:
                self._write(run_id, [one])
            except OperationalError:
                raise
            except (DBAPIError, UnreadableFile, ValueError) as error:
                sentence = (
                    error.sentence if isinstance(error, UnreadableFile) else "The database cannot store this line."
                )
                with self.app.extensions["sessions"]() as session:
                    run = runs.the_run(session, run_id, lock=True)
                    batches.refuse(session, run, one, sentence)
                    session.commit()
                    self.at = (run.id, str(run.state), run.position)

    def _end(self, run_id: int) -> None:
        with self.app.extensions["sessions"]() as session:
            run = runs.the_run(session, run_id, lock=True)
            if (run.id, str(run.state), run.position) == self.at:
                runs.finish(session, run)
                session.commit()
        self.at = None


class Gone(UnreadableFile):
    """The stored file of a run is no longer there."""


def work(app: Any, worker: Worker) -> None:
    """Work for two seconds on the oldest run that waits for a job; letters and other jobs then have their turn."""
    with app.app_context():
        run_id = first_waiting(app)
        if run_id is None:
            return
        try:
            worker.run(run_id, SLICE)
        except UnreadableFile as unreadable:
            give_up(app, run_id, unreadable.sentence)


def first_waiting(app: Any) -> int | None:
    """The oldest run that waits for a job."""
    with app.extensions["reading_sessions"]() as session:
        waiting = select(ImportRun.id).where(ImportRun.state.in_(WORKING), ImportRun.by_command.is_(False))
        found: int | None = session.scalars(waiting.order_by(ImportRun.id).limit(1)).first()
        return found


def give_up(app: Any, run_id: int, sentence: str) -> None:
    """End a run that cannot go on."""
    with app.extensions["sessions"]() as session:
        run = runs.the_run(session, run_id, lock=True)
        if run.works:
            runs.fail(run, sentence)
            session.commit()


def sweep(app: Any) -> int:
    """Delete files whose days are over, and with them what rows quote of them; how many there were."""
    with app.app_context(), app.extensions["sessions"]() as session:
        oldest = now() - timedelta(days=app.config["IMPORT_KEPT_DAYS"])
        old = session.scalars(
            select(ImportRun).where(
                ImportRun.stored != "", ImportRun.created_at < oldest, ImportRun.state.not_in(WORKING)
            )
        ).all()
        for run in old:
            files.forget(session, app.config["DATA"], run.stored)
            run.stored = ""
            session.execute(update(ImportRow).where(ImportRow.run_id == run.id).values(name="", reason=""))
        session.commit()
        return len(old)


def sweep_here(app: Any) -> None:
    """Delete files on this machine that belong to no import any more."""
    with app.extensions["reading_sessions"]() as session:
        files.forget_strangers(session, app.config["DATA"])


def tasks(app: Any) -> list[Task]:
    """What one job runner of all repeats."""
    worker = Worker(app)
    return [
        Task("imports", SECONDS, lambda: work(app, worker), lambda: first_waiting(app) is not None),
        Task("files of imports", SWEEP_SECONDS, lambda: sweep(app)),
    ]


def tasks_of_process(app: Any) -> list[Task]:
    """What the job runner of every process repeats, so that it happens on every machine."""
    return [Task("files of imports here", SWEEP_SECONDS, lambda: sweep_here(app))]
