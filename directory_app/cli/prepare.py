"""Everything a database needs before the first request: schema, roles, vocabularies, places, demonstration."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from .. import login, migrations, releases
from ..config import data_dir
from ..db import session
from ..locking import Work, alone
from ..messages.views.blueprint import addresses
from ..models import Account, Jurisdiction, Reason, ReportReason, RuleChange, Technique
from ..places import load_places
from .demonstration import MODERATOR, SignIn, load_demonstration
from .demonstration_cases import load_cases
from .demonstration_days import Site, load_recent_days
from .republish import republish_places, republish_unfinished, respell_licences, respell_places

VOCABULARIES: tuple[tuple[str, Any], ...] = (
    ("techniques", Technique),
    ("reasons", Reason),
    ("report_reasons", ReportReason),
    ("jurisdictions", Jurisdiction),
)

# What the rules of a place say since they carry sources.
NEW_RULES = ("licensed_only", "number_words", "score_shown", "lookup", "reserved_titles", "sources", "note")

Say = Callable[[str], object]


def prepare(app: Flask, say: Say) -> list[SignIn]:
    """Migrate, load what ships, and in development fill an empty database with the demonstration directory.

    Returns the demonstration sign-ins, empty where there is no demonstration. Safe to call at every start, also of
    several processes at once: one does it, the others wait and find it done.
    """
    say("Bringing the database up to date …")
    with alone(app, Work.PREPARE), app.app_context():
        migrations.upgrade(app, say)
        load_reference_data(say)
        if app.config["ENVIRONMENT"] == "production":
            return []
        return fill_demonstration(say)


def load_reference_data(say: Say) -> None:
    """Roles, techniques, reasons, jurisdictions and places; each only where missing."""
    login.ensure_roles()
    for name, model in VOCABULARIES:
        _load_vocabulary(name, model)
    completed = _complete_rules()
    releases.ensure_packaged(session)
    session.commit()
    if load_places(session):
        say("Loaded cities and postal codes.")
    session.commit()
    republish_unfinished()
    respell_places()
    respell_licences()
    if completed:
        republish_places(completed)


def fill_demonstration(say: Say) -> list[SignIn]:
    """Load the invented therapists if nobody has an account yet, and name the sign-ins of a demonstration."""
    if not _somebody_is_here():
        say("Loading the demonstration directory …")
        loaded = load_demonstration(session, say)
        with _app().test_request_context():
            config = current_app.config
            load_recent_days(session, Site(config["BASE_ADDRESS"], config["SECRET_KEY"], addresses))
            moderator = session.scalars(select(Account).where(Account.email == MODERATOR)).one()
            load_cases(session, moderator, config["SECRET_KEY"])
        session.commit()
        say(f"Loaded {loaded} invented therapists.")
    return SignIn.present(session)


def _somebody_is_here() -> bool:
    return session.scalar(select(Account.id).limit(1)) is not None


def _load_vocabulary(name: str, model: Any) -> None:
    rows = _seed(name)
    key = model.__mapper__.primary_key[0].name
    known = set(session.scalars(select(getattr(model, key))))
    # What an administrator deleted does not come back with the next start.
    gone = select(RuleChange.key).where(RuleChange.kind == model.__tablename__, RuleChange.after.is_(None))
    known |= set(session.scalars(gone))
    session.add_all(model(**row) for row in rows if row[key] not in known)


def _complete_rules() -> list[str]:
    """Fill in what an earlier release did not know of the rules of places; the codes of those that it changed.

    Only columns that are new and rows nobody has given a source: what an operator set stays.
    """
    seeds = {row["code"]: row for row in _seed("jurisdictions")}
    bare = [one for one in session.scalars(select(Jurisdiction)) if not one.sources]
    changed = []
    for one in bare:
        known = seeds.get(one.code, {})
        for column in NEW_RULES:
            if known.get(column):
                setattr(one, column, known[column])
                changed.append(one.code)
    return sorted(set(changed))


def _seed(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((data_dir("seeds") / f"{name}.json").read_text(encoding="utf-8"))
    return rows


@click.command("prepare")
@with_appcontext
def prepare_command() -> None:
    """Migrate and load roles, vocabularies and places. Safe to run at every start."""
    with alone(_app(), Work.PREPARE):
        migrations.upgrade(_app(), click.echo)
        load_reference_data(click.echo)


@click.command("demonstration")
@with_appcontext
def demonstration_command() -> None:
    """Fill an empty development database with invented therapists."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("demonstration data is refused in production")
    if _somebody_is_here():
        raise click.ClickException("The database holds accounts already; the demonstration fills an empty one.")
    for sign_in in fill_demonstration(click.echo):
        click.echo(f"{sign_in.role:<14} {sign_in.email}   {sign_in.password}")


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
