"""Keeps a rubric from files, so that administrators can try and publish it."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit
from ..db import session
from ..errors import RubricRefused
from ..models import RubricRelease
from ..scorekeeping import InvalidRubric, Rubric, add_release, load_rubric


@click.command("add-rubric")
@click.argument("rubric_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def add_rubric(rubric_file: Path) -> None:
    """Keep RUBRIC_FILE with its other languages and known texts beside it. Nothing is read with it yet.

    Administrators then try it on all listings and publish it, at /administration/rubrics. A version that is known
    with another text is refused.
    """
    try:
        release = keep(session, rubric_file, load_rubric(rubric_file))
    except (InvalidRubric, RubricRefused) as error:
        raise click.ClickException(str(error)) from None
    session.commit()
    click.echo(f"{release.version} is kept, {len(release.files)} files, checksum {release.digest}.")


def keep(session: Session, path: Path, rubric: Rubric) -> RubricRelease:
    """Keep the rubric read from this file; the audit names a new one. The caller commits.

    Raises as `add_release`, and names the file.
    """
    known = set(session.scalars(select(RubricRelease.version)))
    try:
        release = add_release(session, path, rubric)
    except RubricRefused as refused:
        raise RubricRefused(f"{path}: {refused}") from None
    if release.version not in known:
        audit.record(session, "rubric", None, None, "rubric_added", after={"rubric": release.version}, by="operator")
    return release
