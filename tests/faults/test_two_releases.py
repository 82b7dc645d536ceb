"""The schema is brought up to date while a site is serving, and a release that knows fewer steps goes on."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy import text

from benchmarks.faults.audit import audit
from benchmarks.faults.journal import Journal
from benchmarks.faults.work import Crowd
from directory_app import create_app, migrations

from ..conftest import TESTING

PREPARE = [sys.executable, "-c", "from directory_app.command import main; main()", "directory", "prepare"]


def test_preparing_a_database_that_serves_disturbs_nobody(a_place):
    place = a_place("postgresql")
    journal = Journal()
    with Crowd(place.site.port, place.grounds, journal) as crowd:
        crowd.has_written("message", "draft")
        done = subprocess.run(PREPARE, env=place.site.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        crowd.runs_on(0.5)
    assert journal.unexplained() == []
    found = audit(place.app, journal, place.grounds.secret)
    assert (found.lost, found.twice, found.wrong) == ([], [], [])


def test_a_release_starts_over_a_schema_newer_than_it_knows(tmp_path, caplog):
    app = create_app({**TESTING, "DATA": str(tmp_path)})
    migrations.upgrade(app)
    with app.extensions["sessions"]() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'from the next release'"))
        session.commit()
    migrations.upgrade(app)
    assert "newer" in caplog.text
    app.extensions["engine"].dispose()
