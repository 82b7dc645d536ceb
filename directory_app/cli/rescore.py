"""Re-scoring of all listings under the rubric in use or another one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from ..db import session
from ..errors import RubricRefused
from ..locking import Work, alone
from ..models import Revision, RubricRun, RunKind
from ..releases.runs import SCORED, open_run
from ..releases.tasks import PAUSE
from ..releases.work import Read, read_batch
from ..scorekeeping import InvalidRubric, Rubric, Shift, current_rubric, load_rubric, signed
from .rubric import keep

HIGHEST_ID = 2**31 - 1


@click.command("rescore")
@click.argument("rubric_file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Change nothing; say who would move, how far and why.")
@click.option(
    "--after",
    type=click.IntRange(0, HIGHEST_ID),
    default=0,
    help="Continue after this version id, as told when it was stopped.",
    show_default=True,
)
@with_appcontext
def rescore_command(rubric_file: Path | None, dry_run: bool, after: int) -> None:
    """Read all answers again, in batches by rising id.

    Each batch is committed by itself: it can be stopped at any time and continued with --after. Earlier scores stay.
    Another rubric than the one in use is kept, as add-rubric does, unless this is a dry run.
    Two at once would store every reading twice: the second one is refused, also beside a run begun on the site that
    stores what it reads.
    """
    if dry_run:
        _rescore(rubric_file, dry_run, after)
        return
    with alone(current_app, Work.RESCORE, waiting=False) as nobody_else:
        if not nobody_else:
            raise click.ClickException("somebody else is reading all answers again just now; wait until that is done")
        run = open_run(session)
        if run is not None and run.kind is not RunKind.TRIAL:
            raise click.ClickException(
                "a run begun on the site is under way and goes on whenever the site is up; wait until it is done"
            )
        _rescore(rubric_file, dry_run, after)


def _rescore(rubric_file: Path | None, dry_run: bool, after: int) -> None:
    try:
        rubric = _kept(rubric_file, dry_run) if rubric_file else current_rubric()
    except (InvalidRubric, RubricRefused) as error:
        raise click.ClickException(str(error)) from None
    shifts: list[Shift] = []
    done = failed = 0
    stopped = ""
    total = session.scalar(select(func.count()).where(Revision.state.in_(SCORED), Revision.id > after)) or 0
    try:
        with click.progressbar(length=total, label="Reading answers", item_show_func=_where) as bar:
            for read in _batches(rubric, dry_run, after):
                shifts += read.shifts
                done, failed, after = done + len(read.ids), failed + read.failed, read.ids[-1]
                bar.update(len(read.ids), after)
    except KeyboardInterrupt:
        stopped = "stopped"
    except SQLAlchemyError as error:
        stopped = f"the database failed ({type(error).__name__})"
    _tell(shifts, done, failed, rubric.version, dry_run)
    if stopped:
        raise click.ClickException(f"{stopped}; continue with --after {after}")


def _kept(path: Path, dry_run: bool) -> Rubric:
    """The rubric in a file. Scores name theirs by its version, so what is under that version must stay known."""
    rubric = load_rubric(path)
    keep(session, path, rubric)
    session.rollback() if dry_run else session.commit()
    return rubric


def _batches(rubric: Rubric, dry_run: bool, after: int) -> Iterator[Read]:
    """Read batch after batch in the way of a run of the site, and commit each before it is told."""
    run = RubricRun(kind=RunKind.TRIAL if dry_run else RunKind.RESCORE, version=rubric.version, last_id=after)
    while (read := read_batch(session, run, rubric)).ids:
        session.rollback() if dry_run else session.commit()
        session.expunge_all()
        run.last_id = read.ids[-1]
        yield read
        # Whoever waits to write has to be let in: SQLite keeps no queue.
        time.sleep(PAUSE)


def _where(after: int | None) -> str | None:
    """Stands beside the bar, for whoever is killed and cannot say it any more."""
    return None if after is None else f"--after {after}"


def _tell(shifts: list[Shift], done: int, failed: int, version: str, dry_run: bool) -> None:
    for one in sorted(shifts, key=lambda s: -abs(s.size)):
        click.echo(f"  {one.before:5.1f} → {one.after:5.1f}  {one.name or 'No name'}: {'; '.join(one.reasons)}")
    noun = "version" if done == 1 else "versions"
    click.echo(f"{done} {noun} read with {version}; {len(shifts)} {'would move' if dry_run else 'moved'}.")
    if shifts:
        sizes = sorted(one.size for one in shifts)
        low, middle, high = (signed(sizes[at]) for at in (0, len(sizes) // 2, -1))
        click.echo(f"Rank scores move by {low} to {high}, in the middle by {middle}.")
    if failed:
        click.echo(f"{failed} could not be read; the log names {'it' if failed == 1 else 'them'}.", err=True)
