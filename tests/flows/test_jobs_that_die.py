"""A process that runs jobs is killed in the middle of one: another takes it over, and its effect happens once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from directory_app.jobs import leases
from directory_app.jobs.runner import SharedRunner, Task
from directory_app.locking import Work, alone
from directory_app.models import AuditEntry, Job, Listing, ListingState, OutgoingMail, now
from directory_app.presence import actions, daily_round

from ..factories import make_listing
from .instants import at_the_same_instant

# It runs the real job and stops where it is told to: before its commit, or behind it, before it says that it is done.
RUNS = """
import sys, time
from directory_app import create_app
from directory_app.jobs import leases, runner
from directory_app.presence import actions, daily_round

url, data, where = sys.argv[1:]
app = create_app({"DATABASE_URL": url, "DATA": data, "JOB_LEASE_SECONDS": 1.0, "MAIL_BACKEND": "locmem"})

def wait_to_be_killed(*_):
    print("in the middle", flush=True)
    time.sleep(60)

if where == "before the commit":
    write = actions.mail.write
    actions.mail.write = lambda *given, **facts: (write(*given, **facts), given[0].flush(), wait_to_be_killed())
else:
    leases.finish = wait_to_be_killed
tasks = [runner.Task(*one) for one in daily_round.tasks(app) if one[0] == "returning"]
leases.make_known(app.extensions["sessions"], ["returning"])
runner.SharedRunner(app, tasks).turn()
"""


def own_runner(app):
    """What another process would do."""
    return SharedRunner(app, [Task(*one) for one in daily_round.tasks(app) if one[0] == "returning"])


@pytest.fixture
def where(busy_app):
    """Each database dies at one of the two places; the other one differs in nothing that matters here."""
    is_sqlite = busy_app.extensions["engine"].dialect.name == "sqlite"
    return "before the commit" if is_sqlite else "behind the commit"


def test_a_job_whose_process_is_killed_in_the_middle_is_taken_over_and_happens_once(busy_app, where):
    with busy_app.extensions["sessions"]() as session:
        listing = make_listing(session, "published", name="Ada Away")
        actions.pause(session, listing, listing.account, returns_on=now().date() - timedelta(days=1))
        session.commit()
        number, address = listing.id, listing.account.email
    url, data = busy_app.config["DATABASE_URL"], busy_app.config["DATA"]
    with subprocess.Popen([sys.executable, "-c", RUNS, url, data, where], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().strip() == "in the middle"
        # It goes on saying that it is alive, for as long as it is: longer than one lease.
        time.sleep(1.5 if where != "before the commit" else 0)
        runner = own_runner(busy_app)
        with busy_app.extensions["reading_sessions"]() as session:
            held = session.get(Job, "returning").holder
            assert f"process {process.pid}" in held
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    ends = time.monotonic() + 10
    while not runner.turn():
        assert time.monotonic() < ends
        time.sleep(0.1)
    with busy_app.extensions["sessions"]() as session:
        job = session.get(Job, "returning")
        assert (job.failures, job.holder, job.turn >= 2) == (0, "", True)
        own = OutgoingMail.recipient == address, OutgoingMail.subject.contains("again")
        assert session.scalar(select(func.count()).where(*own)) == 1
        done = AuditEntry.target_id == number, AuditEntry.action == "returned"
        assert session.scalar(select(func.count()).where(*done)) == 1
        assert session.get(Listing, number).state is ListingState.PUBLISHED


def test_of_several_processes_that_start_at_once_one_prepares_the_database_at_a_time(busy_app):
    inside, most = [], []

    def prepares():
        with alone(busy_app, Work.PREPARE):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.05)
            inside.pop()

    at_the_same_instant([prepares] * 4)
    assert most == [1] * 4


def test_of_several_processes_at_once_one_claims_a_job(busy_app):
    sessions = busy_app.extensions["sessions"]
    leases.make_known(sessions, ["work of one"])
    claim = lambda number: leases.claim(sessions, "work of one", f"process {number}", 30)  # noqa: E731
    claims = at_the_same_instant([lambda n=n: claim(n) for n in range(5)])
    assert [one is not None for one in claims].count(True) == 1
