"""Processes killed for good under load: what was acknowledged is there once, and the site is well again by itself."""

from __future__ import annotations

import os
import signal
import time

import pytest

from benchmarks.faults import injuries
from benchmarks.faults.audit import audit, letters
from benchmarks.faults.journal import Journal
from benchmarks.faults.work import Crowd

# A second on a machine that does nothing else.
BACK_WITHIN = 60.0


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def place(request, a_place):
    """A running site over each database."""
    return a_place(request.param)


def test_processes_that_are_killed_lose_no_acknowledged_write_and_double_none(place):
    journal = Journal()
    with Crowd(place.site.port, place.grounds, journal, visitors=2) as crowd:
        crowd.has_written("message", "report", "draft", "decision", "confirmation")
        # How long it takes until all is well depends on the machine; beyond three minutes this fails.
        injuries.in_turns(place.site, journal, [injuries.kill_web, injuries.kill_jobs, injuries.kill_first], 3)
        crowd.runs_on(1.0)
    found = audit(place.app, journal, place.grounds.secret)
    assert (found.lost, found.twice, found.wrong) == ([], [], [])
    assert journal.unexplained() == []
    posted = letters(place.app, place.post.letters)
    # A letter may come twice for each process that died between the mail server's answer and its own mark.
    assert posted.missing == 0
    assert posted.twice <= 3


def test_a_process_that_is_told_to_end_fails_no_request(place):
    journal = Journal()
    with Crowd(place.site.port, place.grounds, journal) as crowd:
        crowd.runs_on(0.5)
        pid = place.site.workers()[0]
        os.kill(pid, signal.SIGTERM)
        while pid in place.site.workers():
            time.sleep(0.1)
        place.site.wait_whole(BACK_WITHIN)
        crowd.runs_on(0.5)
    assert journal.unexplained() == []
    assert journal.statuses[200] > 5
