"""Restores a directory from a backup, and says about everything that has been written since."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from .. import chain, migrations
from ..backup import aftercare, erasures, holding, restoring, sealing
from ..backup.writing import key_check
from ..db import session
from ..leaving import erase, tidying
from ..models import STAFF, Account, Listing, Role
from .backup import FILE, KEY_FILE, in_one_line

OTHER_KEY = (
    "The secret key here is not the one this backup was made beside: second factors cannot be read, cards with codes "
    "stop working. Put the old key into DIRECTORY_SECRET_KEY, or into DIRECTORY_OLD_SECRET_KEYS."
)


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Set a SQLite database that is there aside; it is not deleted.")
@click.option(
    "--send-letters", is_flag=True, help="Let letters that waited then leave at once, though they may have left since."
)
@click.option(
    "--erased",
    "lists",
    multiple=True,
    type=FILE,
    help="A list of deleted accounts kept elsewhere; the one in the data folder is read by itself.",
)
@KEY_FILE
@with_appcontext
def restore_command(
    file: Path, replace: bool, send_letters: bool, lists: tuple[Path, ...], key_file: Path | None
) -> None:
    """Put a backup into an empty place, compare every table and picture, and make the directory ready to open.

    Everybody is signed out, accounts deleted since are deleted again, and letters that waited are held: see
    held-letters.
    """
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]
    with in_one_line():
        gone = _erased(lists)
        key = sealing.key_of(app.config, key_file)
        manifest, aside = restoring.restore_database(app, file, key, replace=replace)
    migrations.upgrade(app)
    verdict = chain.verify(session, manifest.audit_head)
    ended, held = aftercare.settle(session, manifest, send_letters=send_letters)
    session.commit()
    again = _erase_again(app, gone)
    click.echo(
        f"Restored as of {manifest.made_at:%Y-%m-%d %H:%M} UTC: {sum(manifest.rows.values()):,} rows, all compared."
    )
    if aside is not None:
        click.echo(f"What was there before is {aside.name}, beside it.")
    click.echo(
        f"Sign-ins ended: {ended}. Accounts and unclaimed listings deleted again, as they were deleted since: {again}."
    )
    if held:
        click.echo(f"Letters held, as they may have left already: {held}. See held-letters.")
    click.echo(f"Accounts of staff: {_staff()}. See whether each of them still should be one.")
    if key_check(app.config) != manifest.key_check:
        click.echo(OTHER_KEY, err=True)
    if verdict.fault:
        raise click.ClickException(f"Everything is restored, but the audit was broken before: {verdict.fault}.")


@click.command("held-letters")
@click.option("--send", is_flag=True, help="Let them leave.")
@click.option("--drop", is_flag=True, help="Delete them, because they left before.")
@with_appcontext
def held_letters(send: bool, drop: bool) -> None:
    """Say how many letters a restore holds back, and let them leave or delete them."""
    if send and drop:
        raise click.UsageError("--send or --drop, not both.")
    written = holding.held(session)
    if send or drop:
        done = holding.release_held(session) if send else holding.drop_held(session)
        session.commit()
        click.echo(f"Letters {'that leave now' if send else 'deleted'}: {done}.")
    elif written:
        first, last = (f"{one:%Y-%m-%d %H:%M}" for one in (written[0], written[-1]))
        click.echo(f"Letters held: {len(written)}, written from {first} to {last} UTC.")
    else:
        click.echo("No letter is held.")


def _erased(lists: Sequence[Path]) -> list[erasures.Erased]:
    own = Path(current_app.config["DATA"]) / erasures.FILE
    return [one for path in [*lists, *([own] if own.exists() else [])] for one in erasures.read(path)]


def _erase_again(app: Any, gone: Sequence[erasures.Erased]) -> int:
    """Delete accounts and unclaimed listings again that were deleted after the backup was made, each by itself."""
    by = "restore of a backup"
    accounts, listings = (erasures.returned(session, gone, kind) for kind in ("account", "listing"))
    names: set[str] = set()
    for number in accounts:
        names |= erase.erase(session, session.get_one(Account, number), farewell=False, by=by)
        session.commit()
    for number in listings:
        names |= erase.erase_unclaimed(session, session.get_one(Listing, number), None, farewell=False, by=by)
        session.commit()
    if names:
        tidying.ask(app, names)
    return len(accounts) + len(listings)


def _staff() -> int:
    found = select(func.count(Account.id.distinct())).join(Account.roles).where(Role.name.in_(STAFF))
    return session.scalar(found) or 0
