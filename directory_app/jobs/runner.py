"""The threads that repeat tasks and survive their errors: one for what is shared, one for what is a process's own."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.exc import InterfaceError, OperationalError

from .. import measured
from ..damage import is_damaged
from . import leases
from .leases import Claim

log = logging.getLogger(__name__)

FIRST_LOOK = 0.05
LOOK_SECONDS = 1.0
# While the database cannot be asked, looks become rarer, so that the log is not filled with it.
LONGEST_LOOK = 30.0
# What no task is called: the look at which of them are due.
LOOKING = ""


class Task(NamedTuple):
    """Something that repeats, so many seconds after it last ended.

    A task that works on a queue says with `waiting` whether anything is in it: while nothing is, it runs once a minute
    only, which shows that somebody looks.
    """

    name: str
    seconds: float
    run: Callable[[], object]
    waiting: Callable[[], bool] | None = None


class Runner:
    """Runs each task of this process when its seconds have passed. `start` is harmless when called twice."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = tasks
        self._told: dict[str, str] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin in a daemon thread, which never keeps a process alive."""
        if self._thread is None or not self._thread.is_alive():
            self._stop.clear()
            self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)
            self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Ask the thread to end and wait for it, `seconds` at most."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def finish(self) -> None:
        """Stop, then run every task once more, if this runner was ever started."""
        if self._thread is not None:
            self.stop()
            for task in self.tasks:
                self._run(task)

    def _loop(self) -> None:
        due = {task.name: 0.0 for task in self.tasks}
        while not self._stop.is_set():
            for task in self.tasks:
                if time.monotonic() >= due[task.name]:
                    self._run(task)
                    due[task.name] = time.monotonic() + task.seconds
            self._stop.wait(0.5)

    def _run(self, task: Task) -> Exception | None:
        begun, failed = time.monotonic(), None
        try:
            task.run()
        except Exception as error:
            if self._is_news(task.name, error):
                log.exception("job %s failed and will be tried again", task.name)
            failed = error
        else:
            self._told.pop(task.name, None)
        measured.job_ended(task.name, time.monotonic() - begun, well=failed is None, at=time.time())
        return failed

    def _is_news(self, name: str, error: Exception) -> bool:
        """Whether to log it: a database that cannot be used says the same at every try, and is told of once."""
        said = _of_the_database(error)
        known = self._told.get(name)
        self._told[name] = said
        return not said or said != known


def _of_the_database(error: Exception) -> str:
    """How a database says that it is away, locked or damaged; empty for every other fault."""
    is_of_it = isinstance(error, (InterfaceError, OperationalError)) or is_damaged(error)
    return f"{type(error).__name__}: {getattr(error, 'orig', error)}" if is_of_it else ""


class SharedRunner(Runner):
    """Runs tasks that other processes run too: each is claimed in the database first."""

    def __init__(self, app: Any, tasks: Sequence[Task]) -> None:
        super().__init__(tasks)
        self._app = app
        self._by_name = {task.name: task for task in tasks}

    def turn(self) -> int:
        """Run every task that is due and that nobody else runs; return how many ran."""
        sessions, ran = self._app.extensions["sessions"], 0
        with self._app.extensions["reading_sessions"]() as session:
            due = leases.due(session, self._by_name)
        for name, queued in due:
            task = self._by_name[name]
            if self._stop.is_set() or (queued and task.waiting is not None and not task.waiting()):
                continue
            claim = leases.claim(sessions, name, self._holder(), self._lease)
            if claim is not None:
                self._work(task, claim)
                ran += 1
        return ran

    @property
    def _lease(self) -> float:
        return float(self._app.config.get("JOB_LEASE_SECONDS", leases.SECONDS))

    def _holder(self) -> str:
        # The process parted from another one after this was made, so the number is asked for each time.
        return f"{socket.gethostname()[:60]}, process {os.getpid()}, {secrets.token_hex(4)}"

    def _work(self, task: Task, claim: Claim) -> None:
        sessions = self._app.extensions["sessions"]
        with leases.renewed(sessions, claim, self._lease):
            error = self._run(task)
        leases.finish(sessions, claim, task.seconds, error)

    def _loop(self) -> None:
        pause, known = FIRST_LOOK, False
        while not self._stop.wait(pause):
            try:
                if not known:
                    leases.make_known(self._app.extensions["sessions"], list(self._by_name))
                    known = True
                self.turn()
                pause = LOOK_SECONDS
                if self._told.pop(LOOKING, None) is not None:
                    log.warning("jobs can be looked at again")
            except Exception as error:
                # The database is busy, away or damaged, or its schema is older than this release.
                if self._is_news(LOOKING, error):
                    log.warning("jobs could not be looked at: %s", type(error).__name__)
                pause = min(max(pause * 2, LOOK_SECONDS), LONGEST_LOOK)
