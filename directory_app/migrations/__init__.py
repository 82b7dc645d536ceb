"""Schema steps. `flask db …` and `upgrade` run them; the package ships them."""

from __future__ import annotations

import logging
from pathlib import Path

from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import Engine

from ..models import Base

VERSIONS = Path(__file__).parent / "versions"


def init_app(app: Flask, engine: Engine) -> None:
    """Give the application the `db` commands."""
    app.config["ALEMBIC"] = {"script_location": str(VERSIONS)}
    app.config["ALEMBIC_CONTEXT"] = {"compare_type": True, "render_as_batch": True}
    app.extensions["migrations"] = Alembic(app, run_mkdir=False, metadatas=Base.metadata, engines=engine)


def upgrade(app: Flask) -> None:
    """Bring the database to the newest schema, without telling every step."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        app.extensions["migrations"].upgrade()
