"""Databases, application and browser of all tests. What takes a session runs on SQLite and again on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, sessionmaker

from directory_app import create_app, migrations, site
from directory_app.cli.prepare import load_reference_data
from directory_app.search.index import forget

from .browser import Browser
from .services import outside
from .services.postgres import fresh_database, running_postgres

os.environ.pop("DIRECTORY_DATABASE_URL", None)
outside.forbid()
# Compressing style sheet and scripts takes seconds; all applications of all runs share one copy for each state.
os.environ["DIRECTORY_STATIC_COPY"] = str(Path(__file__).parent.parent / ".cache" / "static")

TESTING: dict[str, Any] = {
    "TESTING": True,
    "SECRET_KEY": "a key for tests that is long enough to be one",
    "MAIL_BACKEND": "locmem",
    "RATELIMIT_ENABLED": False,
    "REMEMBERED_SECONDS": 0,
    # A change of rules is looked for when this process made one, and at the beginning of each test.
    "RULES_SECONDS": 3600,
    "RUN_PAUSE": 0,
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__time_cost": 1,
        "argon2__memory_cost": 8,
        "argon2__parallelism": 1,
    },
    "PROPAGATE_EXCEPTIONS": False,
}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server for this run."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a prepared SQLite file."""
    app = prepared_app(tmp_path_factory.mktemp("sqlite"), "")
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture(scope="session")
def prepared_postgres(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A prepared PostgreSQL database that nobody uses: others are copies of it, which takes no time."""
    url = fresh_database(postgres_server)
    prepared_app(tmp_path_factory.mktemp("prepared"), url).extensions["engine"].dispose()
    return url


@pytest.fixture(scope="session")
def postgres_app(
    postgres_server: str, prepared_postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application over a prepared PostgreSQL database."""
    app = prepared_app(tmp_path_factory.mktemp("postgres"), fresh_database(postgres_server, prepared_postgres))
    yield app
    app.extensions["engine"].dispose()


def prepared_app(folder: Path, url: str, **overrides: Any) -> Flask:
    """An application whose database has the schema, the vocabularies and the places."""
    app = create_app({**TESTING, "DATA": str(folder), "DATABASE_URL": url, **overrides})
    migrations.upgrade(app)
    with app.app_context():
        load_reference_data(lambda _: None)
    return app


@pytest.fixture(params=["sqlite", "postgresql"])
def database_app(request: pytest.FixtureRequest) -> Flask:
    """The prepared application of each database in turn."""
    name = "sqlite_app" if request.param == "sqlite" else "postgres_app"
    app: Flask = request.getfixturevalue(name)
    return app


@pytest.fixture
def connection(database_app: Flask) -> Iterator[Connection]:
    """One connection whose transaction is rolled back after the test."""
    with database_app.extensions["engine"].connect() as opened:
        transaction = opened.begin()
        yield opened
        transaction.rollback()
        # What was rolled back was never public.
        forget(database_app.extensions["engine"])
        database_app.extensions["kept"].clear()
        site.forget(database_app)


@pytest.fixture
def app(database_app: Flask, connection: Connection) -> Iterator[Flask]:
    """The application, working inside the transaction of this test."""
    kept = {name: database_app.extensions[name] for name in ("sessions", "reading_sessions")}
    factory = sessionmaker(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    database_app.extensions.update(sessions=factory, reading_sessions=factory)
    yield database_app
    database_app.extensions.update(kept)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session inside the transaction of this test."""
    with app.extensions["sessions"]() as opened:
        yield opened


@pytest.fixture
def browser(app: Flask, session: Session) -> Browser:
    """A visitor's browser."""
    return Browser(app, session)


@pytest.fixture
def another_browser(app: Flask, session: Session) -> Browser:
    """The browser of somebody else."""
    return Browser(app, session)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements sent while the test runs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
