"""Schema steps. `flask db …` and `upgrade` run them; the package ships them.

Alembic, which runs them, takes ten megabytes and is read once there is a step to run: most starts have none.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, inspect, text
from sqlalchemy.exc import OperationalError

from ..models import Base

log = logging.getLogger(__name__)

VERSIONS = Path(__file__).parent / "versions"
# How the file of a step names it and the one before it.
_NAME = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)
# Where Alembic writes down at which step a database stands.
VERSION_TABLE = "alembic_version"
# Full text differs between the databases, so that no model describes it; SQLite keeps it in several tables.
NOT_MODELS = "public_text"
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
    """Say how Alembic is to work on the database of an application."""
    app.extensions["migrating"] = impatient(engine)
    app.config["ALEMBIC"] = {"script_location": str(VERSIONS)}
    app.config["ALEMBIC_CONTEXT"] = {
        "compare_type": True,
        # Defaults in the database fill the rows that were there before a step; models give new rows theirs.
        "compare_server_default": False,
        "render_as_batch": True,
        "include_name": is_a_model,
        # Each step commits by itself: locks are held for one step only, and a run that died goes on where it was.
        "transaction_per_migration": True,
    }


def runner(app: Flask) -> Any:
    """What runs the steps of an application: a `flask_alembic.Alembic`, made before its first request if ever."""
    from flask_alembic import Alembic

    if "migrations" not in app.extensions:
        logging.getLogger("alembic").setLevel(logging.WARNING)
        app.extensions["migrations"] = Alembic(
            app,
            run_mkdir=False,
            command_name="",
            metadatas=Base.metadata,
            engines=app.extensions["migrating"],
        )
    return app.extensions["migrations"]


def is_a_model(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether Alembic compares what has this name in the database with the models."""
    return kind != "table" or not (name or "").startswith(NOT_MODELS)


def upgrade(app: Flask, say: Callable[[str], object] = lambda _: None, pause: float = PAUSE_SECONDS) -> None:
    """Bring the database to the newest schema, without telling every step; nothing where it stands there already.

    A schema that a later release made is left as it is: each release works with the schema of the next one, so that
    the one before can be put back, or serve beside it.
    """
    at = stands_at(app.extensions["engine"])
    if not at <= revisions().known:
        log.warning("the schema is newer than this release and is left as it is")
        return
    if at == revisions().newest:
        return
    for left in reversed(range(TRIES)):
        try:
            with app.app_context():
                runner(app).upgrade()
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
    """All schema steps of this release, as their files name them."""
    files = [file.read_text(encoding="utf-8") for file in VERSIONS.glob("[0-9]*.py")]
    known = {name for file in files for name in _NAME.findall(file)}
    return Revisions(known, known - {name for file in files for name in _BEFORE.findall(file)})


def stands_at(engine: Engine) -> set[str]:
    """The schema steps that a database says it stands at; none for an empty one. Raises SQLAlchemyError."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return set()
        return set(connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars())
