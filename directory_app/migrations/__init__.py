"""Schema steps. `flask db …` and `upgrade` run them; the package ships them."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import Engine, func, select

from ..models import Base

VERSIONS = Path(__file__).parent / "versions"
# Full text differs between the databases, so that no model describes it; SQLite keeps it in several tables.
NOT_MODELS = "public_text"
# The lock of PostgreSQL under which a database is prepared; any number does that nobody else uses.
LOCK = 7_305_018_019


def init_app(app: Flask, engine: Engine) -> None:
    """Give the application the `db` commands."""
    app.config["ALEMBIC"] = {"script_location": str(VERSIONS)}
    app.config["ALEMBIC_CONTEXT"] = {"compare_type": True, "render_as_batch": True, "include_name": is_a_model}
    app.extensions["migrations"] = Alembic(app, run_mkdir=False, metadatas=Base.metadata, engines=engine)


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


def upgrade(app: Flask) -> None:
    """Bring the database to the newest schema, without telling every step."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        app.extensions["migrations"].upgrade()
