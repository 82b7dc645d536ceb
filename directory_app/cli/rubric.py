"""Keeps a rubric from files, so that administrators can try and publish it."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from .. import audit
from ..db import session
from ..errors import RubricRefused
from ..scorekeeping import InvalidRubric, add_release


@click.command("add-rubric")
@click.argument("rubric_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def add_rubric(rubric_file: Path) -> None:
    """Keep RUBRIC_FILE with its other languages and known texts beside it. Nothing is read with it yet.

    Administrators then try it on all listings and publish it, at /administration/rubrics. A version that is known
    with another text is refused.
    """
    try:
        release = add_release(session, rubric_file)
    except (InvalidRubric, RubricRefused) as error:
        raise click.ClickException(str(error)) from None
    audit.record(session, "rubric", None, None, "rubric_added", after={"rubric": release.version}, by="operator")
    session.commit()
    click.echo(f"{release.version} is kept, {len(release.files)} files, checksum {release.digest}.")
