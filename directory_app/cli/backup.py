"""Backups on the command line: made, read back, and the key that opens them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ..backup import checking, sealing, writing
from ..backup.writing import refusing, workshop
from ..errors import BackupRefused

FILE = click.Path(dir_okay=False, path_type=Path)
KEY_FILE = click.option(
    "--key-file",
    type=FILE,
    help="File with a key of age or a passphrase.  [default: DIRECTORY_BACKUP_KEY_FILE]",
)


@contextmanager
def in_one_line() -> Iterator[None]:
    """End with one line where a backup cannot be made, read or restored."""
    try:
        yield
    except BackupRefused as refused:
        raise click.ClickException(refused.sentence) from None


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="Keep so many backups in the folder and delete older ones.")
@KEY_FILE
@with_appcontext
def backup_command(target: Path, keep: int | None, key_file: Path | None) -> None:
    """Write everything into one file while the site runs, and read it back.

    TARGET is a folder, where the file is named by its time, or the name of a file. In a folder, backups older than
    DIRECTORY_BACKUP_DAYS are deleted.
    """
    with in_one_line():
        key = sealing.key_of(current_app.config, key_file)
        made = writing.write_backup(current_app.config, target, key)
        how = "encrypted" if made.encrypted else "not encrypted"
        rows = sum(made.manifest.rows.values())
        click.echo(f"{made.file}: {_size(made.bytes)}, {rows:,} rows, {how}, read back and whole.")
        if target.is_dir():
            for gone in writing.prune(target, keep, current_app.config["BACKUP_DAYS"]):
                click.echo(f"Deleted {gone.name}.")


@click.command("verify-backup")
@click.argument("file", type=FILE)
@KEY_FILE
@with_appcontext
def verify_backup(file: Path, key_file: Path | None) -> None:
    """Read a whole backup: seal, check sums, database, rows and pictures. Changes nothing."""
    data = Path(current_app.config["DATA"])
    with in_one_line(), refusing(data), workshop(data) as private:
        checked = checking.check(file, sealing.key_of(current_app.config, key_file), private)
    told = checked.manifest
    click.echo(
        f"Whole. Made on {told.made_at:%Y-%m-%d at %H:%M} UTC by release {told.release}, schema {told.schema}, "
        f"{told.database}: {sum(told.rows.values()):,} rows in {len(told.rows)} tables, {checked.pictures:,} pictures."
    )


@click.command("backup-key")
@click.argument("file", type=FILE)
@with_appcontext
def backup_key(file: Path) -> None:
    """Write a new private key for backups into FILE and print the public one, which can only lock."""
    with in_one_line():
        click.echo(sealing.new_key(file))


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB" if count >= 100_000 else f"{count / 1000:,.1f} kB"
