"""The two runners of jobs: what every process does for itself is done once more when the process ends."""

from __future__ import annotations

import sqlite3
import threading

from sqlalchemy.exc import DatabaseError, OperationalError

from directory_app import jobs, serving
from directory_app.jobs import runner
from directory_app.jobs.runner import Runner, SharedRunner, Task


class App:
    """As much of an application as the runners need."""

    def __init__(self):
        self.extensions = {}


def test_what_a_process_holds_in_memory_is_stored_when_it_ends():
    app, held, ran = App(), [], threading.Event()

    def store():
        held.clear()
        ran.set()

    jobs.init_app(app, [], in_every_process=[("figures", 3600.0, store)])
    jobs.start_own(app)
    assert ran.wait(5)
    held.append("a figure that came after")
    jobs.stop(app)
    assert held == []


def test_processes_that_serve_run_jobs_unless_these_run_elsewhere():
    for where, is_running in (("here", True), ("elsewhere", False)):
        app = App()
        app.config = {"JOBS": where}
        jobs.init_app(app, [("mail", 1.0, lambda: None)], [("figures", 3600.0, lambda: None)])
        shared = app.extensions["jobs"]
        shared._loop = lambda: None
        serving._start_jobs(app)
        assert (shared._thread is not None) is is_running
        jobs.stop(app)


def failing(message, kind=DatabaseError, orig=sqlite3.DatabaseError):
    return kind("SELECT 1", {}, orig(message))


def test_a_database_that_cannot_be_used_is_told_of_once_until_that_changes(caplog):
    """A job that is tried every ten seconds would fill the log with the same words for as long as nobody looks."""
    coming = [
        failing("database disk image is malformed"),
        failing("database disk image is malformed"),
        failing("database is locked", OperationalError, sqlite3.OperationalError),
        failing("database disk image is malformed"),
        None,
        failing("database disk image is malformed"),
        ValueError("a fault of ours"),
        ValueError("a fault of ours"),
    ]
    told = []

    def work():
        error = coming.pop(0)
        if error is not None:
            raise error

    index = Task("index", 10.0, work)
    of_process = Runner([index])
    while coming:
        caplog.clear()
        of_process._run(index)
        told.append(len(caplog.records))
    assert told == [1, 0, 1, 1, 0, 1, 1, 1]


def test_looking_for_jobs_in_a_damaged_database_is_told_of_once_and_its_end_too(caplog, monkeypatch):
    looks, asked = [failing("file is not a database")] * 3 + [None], []

    class Looking(SharedRunner):
        """As it looks, without a database and without the pauses in between."""

        def turn(self):
            asked.append(looks.pop(0))
            if not looks:
                self._stop.set()
            if asked[-1] is not None:
                raise asked[-1]
            return 0

    monkeypatch.setattr(runner.leases, "make_known", lambda *_: None)
    for name in ("FIRST_LOOK", "LOOK_SECONDS", "LONGEST_LOOK"):
        monkeypatch.setattr(runner, name, 0.0)
    app = App()
    app.extensions["sessions"] = None
    Looking(app, [])._loop()
    assert len(asked) == 4
    assert [one.getMessage() for one in caplog.records] == [
        "jobs could not be looked at: DatabaseError", "jobs can be looked at again",
    ]  # fmt: skip


def test_a_command_that_started_no_runner_ends_without_running_anything():
    app, ran = App(), []
    jobs.init_app(app, [("mail", 1.0, lambda: ran.append("mail"))], [("figures", 1.0, lambda: ran.append("figures"))])
    jobs.stop(app)
    assert ran == []
