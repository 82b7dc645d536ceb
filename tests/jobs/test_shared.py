"""Jobs that all processes share: one runs each, what fails waits longer each time, what keeps failing is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from directory_app import jobs
from directory_app.jobs import leases
from directory_app.jobs.runner import SharedRunner, Task
from directory_app.models import Job, now

from ..waiting import days_later


@pytest.fixture
def database_app(sqlite_app):
    """Clocks are turned here, and that of a database server cannot be."""
    return sqlite_app


class Work:
    """A task that notes how often it ran, and fails while it is told to."""

    def __init__(self):
        self.ran, self.error, self.queue = 0, None, True

    def run(self):
        self.ran += 1
        if self.error:
            raise self.error


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def process(app, session, work):
    """Makes a process that runs this work every ten seconds."""

    def make(waiting=None):
        leases.make_known(app.extensions["sessions"], ["work"])
        return SharedRunner(app, [Task("work", 10.0, work.run, waiting)])

    return make


def later(seconds):
    return days_later(seconds / 86400)


def of_work(session):
    session.expire_all()
    return jobs.last_runs(session, {"work"})[0]


def test_of_two_processes_one_runs_what_is_due_and_nobody_does_before_its_time(process, work, session):
    first, second = process(), process()
    assert (first.turn(), second.turn(), work.ran) == (1, 0, 1)
    with later(9):
        assert second.turn() == 0
    with later(11):
        assert (second.turn(), first.turn(), work.ran) == (1, 0, 2)
    assert (of_work(session).state, of_work(session).failures) == ("waiting", 0)


def test_what_fails_is_tried_later_each_time_and_called_dead_in_the_end_but_tried_each_hour(process, work, session):
    runner, waited, moment = process(), [], now()
    work.error = ValueError("ada@example.org wrote something")
    while len(waited) < leases.DEAD_AFTER:
        with time_machine.travel(moment, tick=False):
            assert runner.turn() == 1
            job = of_work(session)
            waited.append(round((job.due_at - moment).total_seconds()))
            moment = job.due_at
    assert waited == [5, 10, 20, 40, 80, 160, 320, 3600]
    assert (job.state, job.failures, job.last_error) == ("dead", 8, "ValueError")
    assert "ada@example.org" not in repr(job)
    work.error = None
    with time_machine.travel(moment, tick=False):
        assert runner.turn() == 1
        assert (of_work(session).state, of_work(session).failures) == ("waiting", 0)


def test_who_asks_for_a_dead_job_has_it_run_at_once(process, work, session):
    runner = process()
    work.error = OSError()
    moment = now()
    for _ in range(leases.DEAD_AFTER):
        with time_machine.travel(moment, tick=False):
            runner.turn()
            moment = of_work(session).due_at
    work.error = None
    assert runner.turn() == 0
    jobs.ask(session, "work", None)
    session.commit()
    assert of_work(session).state == "asked"
    assert (runner.turn(), of_work(session).state) == (1, "waiting")


def test_a_queue_is_worked_on_when_something_is_in_it_and_looked_at_each_minute(process, work):
    runner = process(waiting=lambda: work.queue)
    assert runner.turn() == 1
    work.queue = False
    with later(11):
        assert runner.turn() == 0
        work.queue = True
        assert runner.turn() == 1
        work.queue = False
    with later(80):
        assert (runner.turn(), work.ran) == (1, 3)


def test_a_job_is_taken_over_when_its_holder_says_nothing_more_and_not_before(process, work, session, app):
    runner = process()
    sessions = app.extensions["sessions"]
    dead = leases.claim(sessions, "work", "a machine, process 1, abc", 30)
    assert dead is not None
    with later(29):
        assert (runner.turn(), of_work(session).state) == (0, "running")
        assert of_work(session).holder == "a machine, process 1"
    with later(31):
        assert of_work(session).last_error == leases.DIED
        assert (runner.turn(), work.ran) == (1, 1)
        assert of_work(session).state == "waiting"
        assert not leases.finish(sessions, dead, 10, ValueError()), "who comes back from the dead writes nothing"
        assert of_work(session).failures == 0


def test_who_holds_a_job_keeps_it_by_saying_so(process, session, app):
    process()
    sessions = app.extensions["sessions"]
    held = leases.claim(sessions, "work", "a machine, process 1, abc", 30)
    with later(20):
        leases._renew(sessions, held, 30)
    with later(45):
        assert leases.claim(sessions, "work", "another", 30) is None


def test_what_kills_its_process_each_time_is_not_begun_for_ever(process, session, app):
    process()
    sessions, moment, begun = app.extensions["sessions"], now(), 0
    for _ in range(leases.DEAD_AFTER + 1):
        moment = max(moment + timedelta(seconds=31), of_work(session).due_at)
        with time_machine.travel(moment, tick=False):
            begun += leases.claim(sessions, "work", "about to die", 30) is not None
    assert (begun, of_work(session).state, of_work(session).last_error) == (leases.DEAD_AFTER, "dead", leases.DIED)


def test_a_clock_that_goes_back_a_year_stops_no_job(process, work, session):
    runner = process()
    with days_later(365):
        assert runner.turn() == 1
    assert (runner.turn(), work.ran) == (1, 2)
    job = session.get(Job, "work")
    job.holder, job.held_until = "somebody of the future", now() + timedelta(days=300)
    session.commit()
    with later(11):
        assert runner.turn() == 1
