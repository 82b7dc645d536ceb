"""No room on the disk: what only reads goes on, what writes says so, nothing is half saved, and it heals by itself."""

from __future__ import annotations

import time

import pytest

from benchmarks.faults.audit import audit
from benchmarks.faults.injuries import no_room
from benchmarks.faults.journal import Journal
from benchmarks.faults.visitor import Visitor
from benchmarks.faults.work import Crowd

from ..browser import PASSWORD


@pytest.fixture(scope="module")
def place(a_place):
    """A running site. On PostgreSQL the disk is another process's."""
    return a_place("sqlite")


def test_without_room_pages_are_read_and_nothing_is_half_saved(place):
    journal, therapist = Journal(), Visitor(place.site.port, Journal())
    therapist.sign_in(next(iter(place.grounds.therapists)), PASSWORD)
    form = therapist.get("/my-listing/questions/Q1")
    fields = {name: form.hidden(name) for name in ("csrf_token", "version")}
    with Crowd(place.site.port, place.grounds, journal) as crowd:
        crowd.has_written("message", "draft")
        begun = time.monotonic()
        with no_room(place.site):
            for target in ("/", "/search?place=Portland%2C+OR", f"/therapists/{place.grounds.slugs[0]}"):
                assert place.site.get(target, 30)[0] == 200
            saved = therapist.post(
                "/my-listing/questions/Q1", **fields, choice="full_body_only", text="Words that took a while"
            )
            assert saved.status == 503
            assert "Words that took a while" in saved.text
            somebody = Visitor(place.site.port, Journal())
            token = somebody.get("/account/sign-in").hidden("csrf_token")
            entered = {"email": place.grounds.moderator, "password": PASSWORD}
            assert somebody.post("/account/sign-in", csrf_token=token, **entered).status == 503
            crowd.runs_on(0.5)
        place.site.wait_healthy(60)
        journal.outage(begun, time.monotonic())
        crowd.runs_on(1.0)
    assert "yes_whole_hour" in therapist.get("/my-listing/questions/Q1").text
    assert therapist.post("/my-listing/questions/Q1", **fields, choice="", text="Saved after all").status == 303
    found = audit(place.app, journal, place.grounds.secret)
    assert (found.lost, found.twice, found.wrong) == ([], [], [])
    assert journal.unexplained() == []
    assert {one.what for one in journal.faults} <= {"503"}
