"""The two runners of jobs: what every process does for itself is done once more when the process ends."""

from __future__ import annotations

import threading

from directory_app import jobs, serving


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


def test_a_command_that_started_no_runner_ends_without_running_anything():
    app, ran = App(), []
    jobs.init_app(app, [("mail", 1.0, lambda: ran.append("mail"))], [("figures", 1.0, lambda: ran.append("figures"))])
    jobs.stop(app)
    assert ran == []
