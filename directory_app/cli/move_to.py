"""From one file to a server: the whole directory into an empty PostgreSQL database."""

from __future__ import annotations

import os
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import ArgumentError, OperationalError

from .. import migrations
from ..backup import moving
from ..db import make_engine
from .backup import in_one_line

ENVIRONMENT = "DIRECTORY_MOVE_TO"


@click.command("move-to")
@click.argument("database_url", required=False)
@with_appcontext
def move_to(database_url: str | None) -> None:
    """Copy everything from SQLite into the empty PostgreSQL database DATABASE_URL, and compare every row.

    Stop the site first. An address with a password is better given in DIRECTORY_MOVE_TO, which other people on the
    machine cannot see. Afterwards start the site with it as DIRECTORY_DATABASE_URL; the old file stays as it is.
    """
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]
    url = database_url or os.environ.get(ENVIRONMENT, "")
    if not url:
        raise click.UsageError(f"Give the address of the new database, or set {ENVIRONMENT}.")
    migrations.upgrade(app)
    try:
        with in_one_line():
            rows = moving.move(app, url, _migrate, lambda name, count: click.echo(f"{name}: {count:,}", err=True))
    except ArgumentError:
        raise click.ClickException("That is no address of a database. Use postgresql://…") from None
    except OperationalError as error:
        raise click.ClickException(f"The new database does not answer: {str(error.orig).splitlines()[0]}") from None
    click.echo(f"{sum(rows.values()):,} rows in {len(rows)} tables moved and compared.")
    click.echo("Start the site with DIRECTORY_DATABASE_URL set to the new address.")


def _migrate(url: str) -> None:
    """Make the schema in a database that is not ours yet."""
    bare, engine = Flask(__name__), make_engine(url)
    bare.extensions["engine"] = engine
    migrations.init_app(bare, engine)
    migrations.upgrade(bare)
    engine.dispose()
