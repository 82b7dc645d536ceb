"""What the doctor asks of each database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from directory_app import create_app, doctor
from directory_app.doctor import State, audit, clock, database, searching
from directory_app.mail import queue
from directory_app.models import OutgoingMail, now

from ..conftest import TESTING
from ..factories import make_listing
from ..services.postgres import fresh_database
from .ailments import said


@pytest.fixture
def patient(app):
    """The directory of this test."""
    return doctor.patient_of(app)


def test_every_finding_says_what_to_do_unless_all_is_well(app, session, patient):
    make_listing(session, "published")
    session.commit()
    findings = list(doctor.examine(patient))
    assert {group for group, _ in findings} >= {"settings", "folder", "database", "audit", "search", "letters", "jobs"}
    for group, one in findings:
        assert one.what.endswith((".", "…")), (group, one.what)
        assert bool(one.advice) is (one.state is not State.OK), (group, one.what)
    broken = [(group, one) for group, one in findings if "could not be looked at" in one.what]
    assert broken == []
    well = {group for group, one in findings if one.state is State.OK}
    assert well >= {"database", "audit", "contents", "clock", "search", "letters"}


def test_the_database_says_how_it_keeps_things_and_what_its_role_may(patient):
    words = said(database.findings(patient))
    if patient.is_sqlite:
        assert "writes ahead" in words
        assert "file of the database is whole" in words
    else:
        assert "PostgreSQL" in words
        # Tests sign in as the owner of the tables, on a server that need not survive anything.
        assert "may update and delete and truncate entries of the audit" in words
        assert "fsync" in words


def test_a_table_that_a_schema_step_has_yet_to_make_lacks_no_right(postgres_server, tmp_path):
    app = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": fresh_database(postgres_server)})
    words = said(database.findings(doctor.patient_of(app)))
    app.extensions["engine"].dispose()
    assert "PostgreSQL" in words
    assert "may not read" not in words


def test_a_missing_trigger_of_the_audit_or_of_search_is_found(app, session, connection, patient):
    drops = (
        ("DROP TRIGGER audit_entry_no_update", "DROP TRIGGER public_location_after_update")
        if patient.is_sqlite
        else (
            "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_is_kept",
            "ALTER TABLE public_location DISABLE TRIGGER public_location_changes",
        )
    )
    assert said(audit.findings(patient, session), State.WRONG) == ""
    assert said(searching.findings(patient, session), State.WRONG) == ""
    for statement in drops:
        session.execute(text(statement))
    assert "missing or off: audit_entry_" in said(audit.findings(patient, session), State.WRONG)
    assert "public_location_" in said(searching.findings(patient, session), State.WRONG)


def test_rows_from_the_future_tell_of_a_clock(session, patient):
    assert said(clock.findings(patient, session), State.WRONG) == ""
    letter = queue(session, "ada@example.org", "One", "text")
    session.flush()
    moved = update(OutgoingMail).where(OutgoingMail.id == letter.id).values(created_at=now() + timedelta(hours=3))
    session.execute(moved)
    assert "3 hours from now" in said(clock.findings(patient, session), State.WRONG)
