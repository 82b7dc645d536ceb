"""The database is away under load: errors only meanwhile, each a plain page; nothing has to be restarted."""

from __future__ import annotations

import time

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from benchmarks.faults.audit import audit
from benchmarks.faults.journal import Journal
from benchmarks.faults.visitor import Visitor
from benchmarks.faults.work import Crowd

from ..browser import PASSWORD

# A second on a machine that does nothing else.
BACK_WITHIN = 60.0
DEFAULT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


class Door:
    """Nobody is let into one database, and whoever was in is thrown out."""

    def __init__(self, url):
        self.name = make_url(url).database
        self.server = make_url(url).set(database="postgres", drivername="postgresql")

    def __enter__(self):
        self._allow(False)
        return self

    def __exit__(self, *_):
        self._allow(True)

    def _allow(self, let_in):
        with psycopg.connect(self.server.render_as_string(hide_password=False), autocommit=True) as connection:
            command = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
            connection.execute(command.format(sql.Identifier(self.name), sql.Literal(let_in)))
            # Whoever was just being let in is sent away too.
            for pause in () if let_in else (0.0, 0.2, 0.5):
                time.sleep(pause)
                connection.execute(DEFAULT, [self.name])


def test_while_the_database_is_away_everybody_reads_a_plain_sentence_and_afterwards_nothing_is_lost(a_place):
    place = a_place("postgresql")
    processes = place.site.workers()
    journal, therapist = Journal(), Visitor(place.site.port, Journal())
    therapist.sign_in(next(iter(place.grounds.therapists)), PASSWORD)
    form = therapist.get("/my-listing/questions/Q1")
    fields = {name: form.hidden(name) for name in ("csrf_token", "version")}
    with Crowd(place.site.port, place.grounds, journal, visitors=2) as crowd:
        crowd.has_written("message", "draft")
        begun = time.monotonic()
        with Door(place.app.config["DATABASE_URL"]):
            crowd.runs_on(0.5)
            # A search asks the database what has changed; a home page that is kept need not.
            page = place.site.get("/search?place=Portland%2C+OR", 30)
            assert page[0] == 503
            assert "We cannot show this page right now" in page[1]
            assert "Your text" not in page[1]
            assert place.site.get("/", 30)[0] in {200, 503}
            saved = therapist.post(
                "/my-listing/questions/Q1", **fields, choice="full_body_only", text="Words that took a while"
            )
            assert saved.status == 503
            assert "Words that took a while" in saved.text
            assert "What you had typed" in saved.text
            crowd.runs_on(1.0)
        place.site.wait_healthy(BACK_WITHIN)
        journal.outage(begun, time.monotonic())
        crowd.runs_on(1.0)
    assert place.site.workers() == processes
    assert journal.unexplained() == []
    assert {one.what for one in journal.faults} <= {"503"}, "each of them a page of the site"
    found = audit(place.app, journal, place.grounds.secret)
    assert (found.lost, found.twice, found.wrong) == ([], [], [])
