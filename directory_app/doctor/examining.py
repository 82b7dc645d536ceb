"""Goes through all groups of checks in their order; one that fails is a finding itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from .. import delivery
from ..mail import Letter
from . import address, audit, backup, clock, configuration, contents, database, folder, jobs, letters, redis, searching
from .findings import Finding, Group, Patient, State, StoredGroup, wrong

PLAIN: tuple[tuple[str, Group], ...] = (
    ("settings", configuration.findings),
    ("folder", folder.findings),
    ("database", database.findings),
)
STORED: tuple[tuple[str, StoredGroup], ...] = (
    ("audit", audit.findings),
    ("contents", contents.findings),
    ("clock", clock.findings),
    ("search", searching.findings),
    ("letters", letters.findings),
    ("jobs of all", jobs.shared_findings),
)
LAST: tuple[tuple[str, Group], ...] = (
    ("mail server", letters.server_findings),
    ("jobs", jobs.findings),
    ("redis", redis.findings),
    ("address", address.findings),
    ("backup", backup.findings),
)
# What people without the database cannot know is not guessed.
NO_DATABASE = Finding(State.LOOK, "Not looked at, since the database cannot be read.", "Put the database right first.")


def patient_of(app: Flask) -> Patient:
    """Everything the doctor may look at of this application."""
    found = app.extensions
    return Patient(
        config=app.config,
        engine=found["engine"],
        open_session=found["reading_sessions"],
        jobs={task[0]: task[1] for task in found["jobs"].tasks},
        jobs_of_process={task[0]: task[1] for task in found["jobs.of_process"].tasks},
    )


def examine(patient: Patient) -> Iterator[tuple[str, Finding]]:
    """Every finding with the name of its group, as soon as it is found."""
    for name, group in PLAIN:
        yield from ((name, one) for one in _safely(group, patient))
    can_be_read = _can_be_read(patient)
    for name, stored in STORED:
        if not can_be_read:
            yield name, NO_DATABASE
            continue
        with patient.open_session() as session:
            yield from ((name, one) for one in _safely(stored, patient, session))
    for name, group in LAST:
        yield from ((name, one) for one in _safely(group, patient))


def send_letter(app: Flask, recipient: str) -> None:
    """Send one test letter now, past the table of letters. Raises what the mail server answers."""
    name = app.config["SITE_NAME"]
    said = f"This is a test letter of {name}.\n\nIt came, so letters of this directory can leave.\n"
    with app.app_context():
        delivery.send(Letter(recipient=recipient, subject=f"A test letter of {name}", text=said, key="doctor"))


def _safely(group: Any, *given: Any) -> Iterator[Finding]:
    try:
        yield from group(*given)
    except Exception as error:
        # One thing that cannot be looked at must not hide all others.
        yield wrong(
            f"This could not be looked at: {type(error).__name__}.", "Look into the log, and tell the developers."
        )


def _can_be_read(patient: Patient) -> bool:
    try:
        with patient.open_session() as session:
            session.execute(text("SELECT 1 FROM audit_head"))
    except SQLAlchemyError:
        return False
    return True
