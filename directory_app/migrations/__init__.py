"""Schema steps. `flask db …` and `upgrade` run them; the package ships them."""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError

from ..models import Base

log = logging.getLogger(__name__)

VERSIONS = Path(__file__).parent / "versions"
# Full text differs between the databases, so that no model describes it; SQLite keeps it in several tables.
NOT_MODELS = "public_text"
# The lock of PostgreSQL under which a database is prepared; any number does that nobody else uses.
LOCK = 7_305_018_019
# On PostgreSQL a step that waits for a lock makes everybody wait who comes after it. So it gives up soon, and is tried
# again when whoever held the lock is gone.
LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "60s"
TRIES = 8
PAUSE_SECONDS = 3.0
LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True)
class Revisions:
    """Schema steps that this release knows, and those at the end."""

    known: Set[str]
    newest: Set[str]


def init_app(app: Flask, engine: Engine) -> None:
    """Give the application the `db` commands."""
    app.config["ALEMBIC"] = {"script_location": str(VERSIONS)}
    app.config["ALEMBIC_CONTEXT"] = {
        "compare_type": True,
        "render_as_batch": True,
        "include_name": is_a_model,
        # Each step commits by itself: locks are held for one step only, and a run that died goes on where it was.
        "transaction_per_migration": True,
    }
    migrating = impatient(engine)
    app.extensions["migrations"] = Alembic(app, run_mkdir=False, metadatas=Base.metadata, engines=migrating)


@contextmanager
def alone(app: Flask) -> Iterator[None]:
    """Wait until no other process prepares this database, on whichever machine, and keep others waiting meanwhile.

    The lock ends with the process that holds it.
    """
    engine: Engine = app.extensions["engine"]
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(select(func.pg_advisory_lock(LOCK)))
            try:
                yield
            finally:
                connection.execute(select(func.pg_advisory_unlock(LOCK)))
    else:
        folder = Path(app.config["DATA"])
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "prepare.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def is_a_model(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether Alembic compares what has this name in the database with the models."""
    return kind != "table" or not (name or "").startswith(NOT_MODELS)


def upgrade(app: Flask, say: Callable[[str], object] = lambda _: None, pause: float = PAUSE_SECONDS) -> None:
    """Bring the database to the newest schema, without telling every step.

    A schema that a later release made is left as it is: each release works with the schema of the next one, so that
    the one before can be put back, or serve beside it.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if made_by_a_later_release(app):
        log.warning("the schema is newer than this release and is left as it is")
        return
    for left in reversed(range(TRIES)):
        try:
            with app.app_context():
                app.extensions["migrations"].upgrade()
            return
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE or not left:
                raise
            say("Somebody holds a table that has to change. Trying again …")
            time.sleep(pause)


def impatient(engine: Engine) -> Engine:
    """The same engine for schema steps: on PostgreSQL it waits for no lock longer than four seconds.

    On SQLite it begins as a writer: who read first is refused at once when somebody else has written meanwhile, and who
    begins so waits for a turn.
    """
    if engine.dialect.name != "postgresql":
        return engine.execution_options(begin="IMMEDIATE")
    migrating = engine.execution_options(migrating=True)

    @event.listens_for(migrating, "begin")
    def on_begin(connection: Any) -> None:
        # Outside of a transaction, where an index is made beside those who write, a step says itself how long it waits.
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'")

    return migrating


@cache
def revisions() -> Revisions:
    """All schema steps of this release."""
    scripts = ScriptDirectory(str(VERSIONS.parent))
    return Revisions({one.revision for one in scripts.walk_revisions()}, set(scripts.get_heads()))


def made_by_a_later_release(app: Flask) -> bool:
    """Whether the database names a schema step that this release does not know."""
    with app.extensions["engine"].connect() as connection:
        return bool(set(MigrationContext.configure(connection).get_current_heads()) - revisions().known)
