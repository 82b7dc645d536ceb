"""Re-scoring of all listings under the rubric in use or another one."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from .. import publishing
from ..db import session
from ..models import Revision, RevisionState
from ..scorekeeping import InvalidRubric, Shift, current_rubric, load_rubric, rescore, shift

BATCH = 50
SCORED = (RevisionState.APPROVED, RevisionState.SUBMITTED)
SHOWN = 20


@click.command("rescore")
@click.argument("rubric_file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Change nothing; say who would move, how far and why.")
@click.option(
    "--after", default=0, help="Continue after this version id, as told when it was stopped.", show_default=True
)
@with_appcontext
def rescore_command(rubric_file: Path | None, dry_run: bool, after: int) -> None:
    """Read all answers again, in batches by rising id.

    Each batch is committed by itself: it can be stopped at any time and continued with --after. Earlier scores stay.
    """
    try:
        rubric = load_rubric(rubric_file) if rubric_file else current_rubric()
    except InvalidRubric as error:
        raise click.ClickException(str(error)) from None
    total = session.scalar(select(func.count()).where(Revision.state.in_(SCORED), Revision.id > after)) or 0
    shifts: list[Shift] = []
    done = 0
    try:
        with click.progressbar(length=total, label="Reading answers") as bar:
            while batch := _next_batch(after):
                for revision in batch:
                    before = revision.score
                    moved = shift(revision, before, rescore(session, revision, rubric))
                    shifts += [moved] if moved else []
                    publishing.refresh(session, revision.listing)
                after, done = batch[-1].id, done + len(batch)
                session.rollback() if dry_run else session.commit()
                session.expunge_all()
                bar.update(len(batch))
    except KeyboardInterrupt:
        raise click.ClickException(f"stopped; continue with --after {after}") from None
    _tell(shifts, done, rubric.version, dry_run)


def _tell(shifts: list[Shift], done: int, version: str, dry_run: bool) -> None:
    would = "would move" if dry_run else "moved"
    click.echo(f"{done} versions read with {version}; {len(shifts)} {would}.")
    if not shifts:
        return
    sizes = sorted(one.size for one in shifts)
    click.echo(
        f"Rank scores move by {sizes[0]:+.1f} to {sizes[-1]:+.1f}, in the middle by {sizes[len(sizes) // 2]:+.1f}."
    )
    for one in sorted(shifts, key=lambda s: -abs(s.size))[:SHOWN]:
        click.echo(f"  {one.before:5.1f} → {one.after:5.1f}  {one.name}: {'; '.join(one.reasons)}")
    if len(shifts) > SHOWN:
        click.echo(f"  … and {len(shifts) - SHOWN} smaller ones")


def _next_batch(after: int) -> list[Revision]:
    return list(
        session.scalars(
            select(Revision).where(Revision.state.in_(SCORED), Revision.id > after).order_by(Revision.id).limit(BATCH)
        )
    )
