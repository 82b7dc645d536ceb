"""Directories of their own for these tests: filled ones, empty places, and all that stands in their tables."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import inspect, make_url, text

from directory_app import audit, create_app, sign_ins
from directory_app.models import OutgoingMail, Photo, PhotoVariant, now
from scoring.rubric import DEFAULT, PACKAGED

from ..conftest import TESTING
from ..factories import make_account, make_listing, make_message, make_report
from ..services.postgres import fresh_database
from ..services.sqlite import copy_database

Make = Callable[..., Flask]
CURRENT = [hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(PACKAGED.glob(f"{DEFAULT}.*"))]
# Towns, codes and earlier rubrics are most of a prepared database, and say nothing here; one of each is enough.
LEANER = (
    f"DELETE FROM rubric_release WHERE version <> '{DEFAULT}'",
    f"DELETE FROM rubric_file WHERE digest NOT IN ({', '.join(map(repr, CURRENT))})",
    "DELETE FROM place_name WHERE place_id NOT IN (SELECT id FROM place WHERE name = 'Portland')",
    "DELETE FROM postal_code WHERE code <> '97205'",
    "DELETE FROM place WHERE name <> 'Portland'",
)


@pytest.fixture(scope="session")
def lean_sqlite(sqlite_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared SQLite file with one town and one rubric."""
    file = copy_database(sqlite_app, tmp_path_factory.mktemp("lean"))
    with closing(sqlite3.connect(file)) as target:
        for statement in LEANER:
            target.execute(statement)
        target.commit()
        target.execute("VACUUM")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture(scope="session")
def lean_postgres(postgres_server: str, prepared_postgres: str) -> str:
    """A prepared PostgreSQL database with one town and one rubric, to make copies of."""
    url = fresh_database(postgres_server, prepared_postgres)
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in LEANER:
            connection.execute(statement)
    return url


@pytest.fixture
def make_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes applications over places of their own: filled from the prepared database, or empty."""
    made: list[Flask] = []

    def make(kind: str, name: str, *, prepared: bool = False, **settings: Any) -> Flask:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        url = ""
        if kind == "postgresql":
            template = request.getfixturevalue("lean_postgres") if prepared else None
            url = fresh_database(request.getfixturevalue("postgres_server"), template)
        elif prepared:
            shutil.copyfile(request.getfixturevalue("lean_sqlite"), folder / "directory.sqlite3")
        made.append(create_app({**TESTING, "DATA": str(folder), "DATABASE_URL": url, **settings}))
        return made[-1]

    yield make
    for app in made:
        app.extensions["engine"].dispose()


def fill(app: Flask) -> dict[str, int]:
    """A small directory with something of everything that a restore treats in its own way; numbers of accounts."""
    with app.extensions["sessions"]() as session:
        moderator = make_account(session, "moderator", email="mo@example.org")
        listing = make_listing(session, "published", name="Ada Saved")
        other = make_listing(session, "submitted", name="Bo Saved")
        body = bytes(range(256)) * 40
        digest = hashlib.sha256(body).hexdigest()
        facts = {"digest": digest, "wide": 4, "high": 4, "across": 50, "down": 50, "zoom": 0, "whole": body}
        photo = Photo(listing_id=listing.id, **facts)
        photo.variants = [
            PhotoVariant(size=size, format=kind, body=body[: size * 20])
            for size in (96, 192)
            for kind in ("webp", "jpeg")
        ]
        session.add(photo)
        make_message(session, listing, "Line one\nline two\tand a tab \\ and “quotes”")
        make_report(session, listing)
        sent = OutgoingMail(recipient="a@example.org", subject="Gone", text="", sent_at=now() - timedelta(days=1))
        session.add_all([sent, OutgoingMail(recipient="a@example.org", subject="Waits", text="A letter\n.\n\\.\n")])
        sign_ins.start(session, moderator, "Firefox on Linux", two_factors=True)
        audit.record(session, "listing", listing.id, moderator, "noted", reason="Called, said “yes” – fine")
        session.commit()
        return {"moderator": moderator.id, "ada": listing.account_id, "bo": other.account_id}


def everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    engine = app.extensions["engine"]
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"'))))
            for name in inspect(engine).get_table_names()
        }


def run(app: Flask, *arguments: object) -> Result:
    """A command of the operator."""
    return app.test_cli_runner().invoke(args=["directory", *map(str, arguments)])


def done(app: Flask, *arguments: object) -> str:
    """The same where it has to work; what it said."""
    result = run(app, *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def refused(app: Flask, *arguments: object) -> str:
    """The same where it has to be refused: in one line, and not by an accident."""
    result = run(app, *arguments)
    assert result.exit_code == 1, result.output
    lines = result.output.strip().splitlines()
    assert len(lines) == 1, result.output
    assert lines[0].startswith("Error: "), result.output
    return lines[0].removeprefix("Error: ")


def only_backup(folder: Path) -> Path:
    """The one backup in a folder."""
    (found,) = folder.glob("directory-*.backup")
    return found
