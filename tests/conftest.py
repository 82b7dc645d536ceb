"""Databases, application and browser of all tests. What takes a session runs on SQLite and again on PostgreSQL."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, event, make_url
from sqlalchemy.orm import Session, sessionmaker

from directory_app import create_app, migrations, site
from directory_app.cli.prepare import load_reference_data
from directory_app.search.index import forget

from .browser import Browser
from .page_checks import valid
from .services import outside
from .services.once import once, shared_folder
from .services.postgres import fresh_database, given_postgres, make_data, running_postgres
from .services.sqlite import SQLITE_FILE

os.environ.pop("DIRECTORY_DATABASE_URL", None)
outside.forbid()
# Compressing style sheet and scripts takes seconds; all applications of all runs share one copy for each state.
CACHE = Path(__file__).parent.parent / ".cache"
os.environ["DIRECTORY_STATIC_COPY"] = str(CACHE / "static")

# Files of few tests that take long. Begun last, they would keep one process busy when the others have nothing left.
SLOW = ("chromium/test_accessibility", "site/test_wheel", "site/test_access.", "scoring/test_graded_texts", "chromium/")

DATABASES = ("sqlite", "postgresql")

# Comparing a password the safe way takes a fifth of a second, at every sign-in of every test.
QUICK_PASSWORDS = {
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__time_cost": 1,
        "argon2__memory_cost": 8,
        "argon2__parallelism": 1,
    }
}
TESTING: dict[str, Any] = {
    **QUICK_PASSWORDS,
    "TESTING": True,
    "SECRET_KEY": "a key for tests that is long enough to be one",
    "MAIL_BACKEND": "locmem",
    "RATELIMIT_ENABLED": False,
    "REMEMBERED_SECONDS": 0,
    # A change of rules is looked for when this process made one, and at the beginning of each test.
    "RULES_SECONDS": 3600,
    "RUN_PAUSE": 0,
    "PROPAGATE_EXCEPTIONS": False,
}


def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than there are cores: some wait for a browser, a server or a clock."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 2


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-database", action="store_true", help="Run every case of a test on every database.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; `--no-loadscope-reorder` keeps this order."""

    def place(item: pytest.Item) -> int:
        return next((number for number, name in enumerate(SLOW) if name in item.nodeid), len(SLOW))

    if not config.getoption("--every-database"):
        items[:] = by_turns(items)
    items.sort(key=place)


def by_turns(items: list[pytest.Item]) -> list[pytest.Item]:
    """The first case of every test on both databases, its others on one of them by turns.

    Cases of one test are told apart by what is typed or chosen and send the same statements, but for those of tests
    marked `every_database`.
    """
    cases: dict[str, dict[str, list[pytest.Item]]] = {}
    for item in items:
        spec = getattr(item, "callspec", None)
        if spec and "database_app" in spec.params and not item.get_closest_marker("every_database"):
            case = spec.id.replace(spec.params["database_app"], "", 1)
            cases.setdefault(item.nodeid.partition("[")[0], {}).setdefault(case, []).append(item)
    left = {
        alike[number % 2].nodeid
        for test in cases.values()
        for number, alike in enumerate(test.values())
        if number and len(alike) == len(DATABASES)
    }
    return [item for item in items if item.nodeid not in left]


def pytest_collection_finish() -> None:
    """Let collections of garbage pass over modules and tests, which stay to the end: that took a sixth of the time."""
    set_apart()
    gc.set_threshold(700, 10, 30)


def set_apart() -> None:
    """Look no more for garbage among what is there now. `gc.unfreeze` undoes it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> None:
    """Hundreds of applications are made, and each would compile every template again."""
    folder = CACHE / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(str(folder))}


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server for this process. Where it is ours, it has the prepared database from the beginning."""
    made = None if given_postgres() else once(tmp_path_factory, "postgres", _prepare_postgres)
    with running_postgres(made) as url:
        yield url


def _prepare_postgres(folder: Path) -> None:
    """Fill a folder with the data of a server that has the prepared database, and a file with its name."""

    def fill(server: str) -> None:
        url = fresh_database(server)
        new_app(folder, url).extensions["engine"].dispose()
        (folder / "database").write_text(make_url(url).database or "")

    make_data(folder, fill)


@pytest.fixture(scope="session", autouse=True)
def valid_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one process found to be valid HTML, the others need not read again."""
    valid.keep_in(shared_folder(tmp_path_factory) / "valid-pages")


Prepare = Callable[..., Flask]


def new_app(folder: Path, url: str = "", **settings: Any) -> Flask:
    """An application over a new database in `folder` or at `url`, with the schema, the vocabularies and the places."""
    app = create_app({**TESTING, "DATA": str(folder), "DATABASE_URL": url, **settings})
    migrations.upgrade(app)
    with app.app_context():
        load_reference_data(lambda _: None)
    return app


@pytest.fixture(scope="session")
def prepared_app(tmp_path_factory: pytest.TempPathFactory) -> Prepare:
    """Make what `new_app` makes: `prepared_app(folder, url)`. The SQLite file of a run is made once and copied."""

    def make(folder: Path, url: str = "") -> Flask:
        if url:
            return new_app(folder, url)
        shutil.copy(prepared_sqlite(tmp_path_factory), folder / SQLITE_FILE)
        return create_app({**TESTING, "DATA": str(folder)})

    return make


def prepared_sqlite(factory: pytest.TempPathFactory) -> Path:
    """The file of a prepared SQLite database, made once in a run, to make copies of."""
    return once(factory, "prepared", _prepare_sqlite) / SQLITE_FILE


def _prepare_sqlite(folder: Path) -> None:
    # The last connection that closes puts everything into the one file.
    new_app(folder).extensions["engine"].dispose()


@pytest.fixture(scope="session")
def sqlite_app(prepared_app: Prepare, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a prepared SQLite file."""
    app = prepared_app(tmp_path_factory.mktemp("sqlite"))
    set_apart()
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture(scope="session")
def prepared_postgres(postgres_server: str, prepared_app: Prepare, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A prepared PostgreSQL database that nobody uses: others are copies of it, which takes no time."""
    if given_postgres():
        url = fresh_database(postgres_server)
        prepared_app(tmp_path_factory.mktemp("prepared"), url).extensions["engine"].dispose()
        return url
    name = (once(tmp_path_factory, "postgres", _prepare_postgres) / "database").read_text()
    return make_url(postgres_server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_app(
    postgres_server: str, prepared_postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application over a prepared PostgreSQL database."""
    url = fresh_database(postgres_server, prepared_postgres)
    app = create_app({**TESTING, "DATA": str(tmp_path_factory.mktemp("postgres")), "DATABASE_URL": url})
    set_apart()
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture(params=DATABASES)
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
    kept = {name: database_app.extensions[name] for name in ("sessions", "reading_sessions", "public_sessions")}
    factory = sessionmaker(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    database_app.extensions.update(dict.fromkeys(kept, factory))
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
