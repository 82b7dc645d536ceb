"""The command that takes in the file of a therapist, for one who comes from another directory of this kind."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from ..db import session
from ..errors import UnreadableExport
from ..leaving import taking_in


@click.command("take-in")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read and try everything, keep nothing.")
@with_appcontext
def take_in_command(file: Path, dry_run: bool) -> None:
    """Make the account and listing of FILE, which its therapist exported. Only for files that you trust."""
    try:
        with file.open("rb") as opened:
            account = taking_in.take_in(session, *taking_in.read_json(opened))
    except UnreadableExport as unreadable:
        session.rollback()
        raise click.ClickException(unreadable.sentence) from None
    listing = account.listing
    versions = len(listing.revisions) if listing else 0
    counted = "1 version" if versions == 1 else f"{versions} versions"
    click.echo(f"{account.email}: a listing with {counted}" if listing else f"{account.email}: no listing")
    if dry_run:
        session.rollback()
        click.echo("Nothing was kept.")
    else:
        session.commit()
        click.echo("Taken in. The therapist chooses a password under “I forgot my password”.")
