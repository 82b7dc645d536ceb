"""What a database must not hold before production serves from it. What settings must not say stands in `config`."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from . import migrations
from .cli.demonstration import SIGN_INS
from .errors import InsecureConfiguration
from .models import Account

PENDING = "the schema of DIRECTORY_DATABASE_URL is older than this release: run directory-app directory prepare"
DEMONSTRATION = (
    "DIRECTORY_DATABASE_URL holds accounts of the demonstration, whose passwords everybody knows: use another database"
)


def refuse_unsafe(app: Flask) -> None:
    """Raise InsecureConfiguration in production for a schema left behind or a database of the demonstration."""
    if app.config["ENVIRONMENT"] != "production":
        return
    with app.app_context():
        faults = [PENDING] if _is_behind(app) else [DEMONSTRATION] if _is_demonstration(app) else []
    if faults:
        raise InsecureConfiguration(faults)


def _is_behind(app: Flask) -> bool:
    # A schema that is ahead of this release is one it can work with.
    at, revisions = migrations.stands_at(app.extensions["engine"]), migrations.revisions()
    return at != revisions.newest and at <= revisions.known


def _is_demonstration(app: Flask) -> bool:
    known = select(Account.id).where(Account.email.in_([one.email for one in SIGN_INS])).limit(1)
    with app.extensions["reading_sessions"]() as session:
        return session.scalar(known) is not None
