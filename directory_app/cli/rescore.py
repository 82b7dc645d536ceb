"""Re-scoring of all revisions under the shipped or another rubric."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from .. import publishing
from ..db import session
from ..models import Revision, RevisionState
from ..scorekeeping import InvalidRubric, load_rubric, rescore

BATCH = 200
SCORED = (RevisionState.APPROVED, RevisionState.SUBMITTED)


@click.command("rescore")
@click.argument("rubric_file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Change nothing; say how many would move.")
@click.option("--after", default=0, help="Continue after this revision id.", show_default=True)
@with_appcontext
def rescore_command(rubric_file: Path | None, dry_run: bool, after: int) -> None:
    """Read all answers again, in batches by rising id. It can be stopped and started again with --after."""
    try:
        rubric = load_rubric(rubric_file)
    except InvalidRubric as error:
        raise click.ClickException(str(error)) from None
    total = session.scalar(select(func.count()).where(Revision.state.in_(SCORED), Revision.id > after)) or 0
    done = moved = 0
    with click.progressbar(length=total, label="Reading answers") as bar:
        while batch := _next_batch(after):
            for revision in batch:
                before = revision.score.rank_score if revision.score else None
                moved += before != rescore(session, revision, rubric).rank_score
                publishing.refresh(session, revision.listing)
            after, done = batch[-1].id, done + len(batch)
            session.rollback() if dry_run else session.commit()
            session.expunge_all()
            bar.update(len(batch))
    click.echo(f"{done} revisions read with {rubric.version}, {moved} scores {'would move' if dry_run else 'moved'}.")


def _next_batch(after: int) -> list[Revision]:
    return list(
        session.scalars(
            select(Revision).where(Revision.state.in_(SCORED), Revision.id > after).order_by(Revision.id).limit(BATCH)
        )
    )
