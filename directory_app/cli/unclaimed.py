"""Listings of people who agreed to be listed, from a small file."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext

from ..db import session
from ..listings.facts import PlaceOfWork
from ..listings.unclaimed import Unclaimed, add_unclaimed
from ..places import UnknownPlace

COLUMNS = (
    "name", "practice", "city", "region", "postal_code", "country", "email", "phone",
    "source", "consent_note", "consented_on",
)  # fmt: skip
MOST_ROWS = 500


@click.command("import-unclaimed")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be made and which rows are wrong.")
@with_appcontext
def import_unclaimed_command(file: Path, dry_run: bool) -> None:
    """Make listings without accounts from FILE, a CSV in UTF-8 with a line of column names.

    Each row is made or refused by itself, with a reason. A row whose contact is known already is refused, so that a
    file can be read twice.
    """
    rows = _rows(file)
    made = 0
    for number, row in enumerate(rows, start=2):
        try:
            listing = add_unclaimed(session, _facts(row))
        except (ValueError, UnknownPlace) as error:
            session.rollback()
            click.echo(f"line {number}: {_sentence(error)}", err=True)
            continue
        slug = listing.slug
        session.rollback() if dry_run else session.commit()
        made += 1
        click.echo(f"line {number}: {'would be ' if dry_run else ''}/therapists/{slug}")
    click.echo(f"{made} of {len(rows)} rows {'would be made' if dry_run else 'made'}.")
    if made < len(rows):
        raise click.exceptions.Exit(1)


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, strict=True)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
            if missing:
                raise click.ClickException(f"these columns are missing: {', '.join(missing)}")
            rows = [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in reader]
    except (csv.Error, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} is no CSV file in UTF-8: {error}") from None
    if len(rows) > MOST_ROWS:
        raise click.ClickException(f"{len(rows)} rows are too many for this command; it takes {MOST_ROWS} at most")
    return rows


def _facts(row: dict[str, str]) -> Unclaimed:
    """A row as facts. Raises ValueError for a day that is no day."""
    try:
        consented_on = date.fromisoformat(row["consented_on"]) if row["consented_on"] else None
    except ValueError:
        raise ValueError("Write the day of the consent as 2026-03-31.") from None
    place = PlaceOfWork(
        city=row["city"],
        region=row["region"],
        postal_code=row["postal_code"],
        country=(row["country"] or "US").upper()[:2],
        privacy="area",
    )
    return Unclaimed(
        name=row["name"],
        practice=row["practice"],
        place=place,
        email=row["email"],
        phone=row["phone"],
        source=row["source"],
        consent_note=row["consent_note"],
        consented_on=consented_on,
    )


def _sentence(error: Exception) -> str:
    return "the town or postal code is not known" if isinstance(error, UnknownPlace) else str(error)
