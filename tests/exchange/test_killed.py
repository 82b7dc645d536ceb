"""A process killed in the middle of an import, for good and without a word: what it made stays, nothing comes twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from directory_app import create_app
from directory_app.models import AuditEntry, ImportRun, ImportState, Listing

from ..conftest import TESTING
from ..services.postgres import fresh_database
from ..services.sqlite import copy_database
from .conftest import person, table

LINES = 400
# The real command, which dies in its third batch: all of it is written, and nothing of it is committed.
COMMAND = """
import os, signal
from directory_app.command import main
from directory_app.exchange import batches

take, begun = batches.take_batch, []

def take_or_die(session, *given):
    take(session, *given)
    begun.append(session.flush())
    if len(begun) == 3:
        os.kill(os.getpid(), signal.SIGKILL)

batches.take_batch = take_or_die
main()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """A data folder and the address of a prepared database in which what is committed stays."""
    if request.param == "postgresql":
        prepared = request.getfixturevalue("prepared_postgres")
        return tmp_path, fresh_database(request.getfixturevalue("postgres_server"), prepared)
    copy = copy_database(request.getfixturevalue("sqlite_app"), tmp_path / "copy.sqlite3")
    return tmp_path, f"sqlite:///{copy}"


def counted(app):
    """The run, how many listings there are, and how many different addresses they have."""
    with app.extensions["sessions"]() as session:
        run = session.scalars(select(ImportRun)).first()
        listings = session.scalar(select(func.count()).select_from(Listing)) or 0
        emails = session.scalar(select(func.count(func.distinct(Listing.public_email)))) or 0
        imported = session.scalar(select(func.count()).where(AuditEntry.action == "imported")) or 0
        return run, listings, emails, imported


def test_a_killed_process_leaves_whole_batches_and_another_one_finishes(place):
    folder, url = place
    file = folder / "people.csv"
    file.write_bytes(table([person(number, bio="x" * 500) for number in range(LINES)]))
    environment = {**os.environ, "DIRECTORY_DATA": str(folder), "DIRECTORY_DATABASE_URL": url}
    app = create_app({**TESTING, "DATA": str(folder), "DATABASE_URL": url})
    command = [sys.executable, "-c", COMMAND, "directory", "import", str(file)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    assert subprocess.run(command, **quiet, check=False).returncode == -signal.SIGKILL
    run, listings, emails, imported = counted(app)
    assert run.state is ImportState.IMPORTING
    assert 0 < listings < LINES
    assert listings == emails == imported == run.result["new"]
    result = app.test_cli_runner().invoke(args=["directory", "import", str(file), "--resume"])
    assert result.exit_code == 0, result.output
    assert f"Going on behind line {run.position}" in result.output
    run, listings, emails, imported = counted(app)
    assert (run.state, listings, emails, imported) == (ImportState.DONE, LINES, LINES, LINES)
    app.extensions["engine"].dispose()
