"""Schema steps. `flask db …` and `upgrade` run them; the package ships them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import Engine

from ..models import Base

log = logging.getLogger(__name__)

VERSIONS = Path(__file__).parent / "versions"
# Full text differs between the databases, so that no model describes it; SQLite keeps it in several tables.
NOT_MODELS = "public_text"


def init_app(app: Flask, engine: Engine) -> None:
    """Give the application the `db` commands."""
    app.config["ALEMBIC"] = {"script_location": str(VERSIONS)}
    app.config["ALEMBIC_CONTEXT"] = {"compare_type": True, "render_as_batch": True, "include_name": is_a_model}
    app.extensions["migrations"] = Alembic(app, run_mkdir=False, metadatas=Base.metadata, engines=engine)


def is_a_model(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether Alembic compares what has this name in the database with the models."""
    return kind != "table" or not (name or "").startswith(NOT_MODELS)


def upgrade(app: Flask) -> None:
    """Bring the database to the newest schema, without telling every step.

    A schema that a later release made is left as it is: each release works with the schema of the next one, so that
    the one before can be put back, or serve beside it.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if made_by_a_later_release(app):
        log.warning("the schema is newer than this release and is left as it is")
        return
    with app.app_context():
        app.extensions["migrations"].upgrade()


def made_by_a_later_release(app: Flask) -> bool:
    """Whether the database names a schema step that this release does not know."""
    known = {one.revision for one in ScriptDirectory(str(VERSIONS.parent)).walk_revisions()}
    with app.extensions["engine"].connect() as connection:
        return bool(set(MigrationContext.configure(connection).get_current_heads()) - known)
