"""The embedded job runner: one thread that repeats small tasks and survives their errors."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from . import measured

log = logging.getLogger(__name__)

Task = tuple[str, float, Callable[[], object]]


class Runner:
    """Runs each task when its seconds have passed. `start` is harmless when called twice."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = tasks
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
            for name, _, task in self.tasks:
                self._run(name, task)

    def _loop(self) -> None:
        due = {name: 0.0 for name, _, _ in self.tasks}
        while not self._stop.is_set():
            for name, seconds, task in self.tasks:
                if time.monotonic() >= due[name]:
                    self._run(name, task)
                    due[name] = time.monotonic() + seconds
            self._stop.wait(0.5)

    @staticmethod
    def _run(name: str, task: Callable[[], object]) -> None:
        begun, well = time.monotonic(), False
        try:
            task()
            well = True
        except Exception:
            log.exception("job %s failed and will be tried again", name)
        measured.job_ended(name, time.monotonic() - begun, well=well, at=time.time())


def init_app(app: Any, tasks: Sequence[Task], in_every_process: Sequence[Task] = ()) -> None:
    """Make the runners of this application; servers start them, tests and commands do not.

    Of all processes one runs `tasks`; those `in_every_process` look after what a process holds in its own memory.
    """
    app.extensions["jobs"] = Runner(tasks)
    app.extensions["jobs.of_process"] = Runner(in_every_process)


def start(app: Any) -> None:
    """Start the runner that only one process may have."""
    app.extensions["jobs"].start()


def start_own(app: Any) -> None:
    """Start the runner that every process has."""
    app.extensions["jobs.of_process"].start()


def stop(app: Any) -> None:
    """End both, and let what every process looks after run a last time, so that nothing in memory is lost."""
    app.extensions["jobs"].stop()
    app.extensions["jobs.of_process"].finish()
