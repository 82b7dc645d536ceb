"""Jobs on the command line: how each stands, what waits, and trying again."""

from __future__ import annotations

from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from .. import audit, jobs, mail
from ..db import session
from ..errors import NotFound
from ..models import now

WORDS = {
    "new": "not run yet",
    "running": "runs now",
    "asked": "runs in a moment",
    "waiting": "well",
    "failing": "failed, tried again",
    "dead": "dead, tried hourly",
}


@click.command("jobs")
@click.option("--run", "wanted", metavar="NAME", help="Let a job run as soon as a process looks.")
@click.option("--letters", is_flag=True, help="Try all letters again that were given up.")
@with_appcontext
def jobs_command(wanted: str | None, letters: bool) -> None:
    """Say how every job stands and what waits for them.

    Ends with status 1 where a job has failed eight times in a row or more.
    """
    if wanted is not None:
        _ask(wanted)
    if letters:
        again = mail.try_again(session)
        audit.record(session, "letter", None, None, "letters_tried_again", by="operator", after={"number": again})
        session.commit()
        click.echo(f"{again} letters are tried again.")
    found = jobs.last_runs(session, {one.name for one in jobs.tasks_of(current_app)})
    width = max((len(one.name) for one in found), default=4)
    for one in found:
        trouble = f"  {one.failures} times in a row: {one.last_error}" if one.failures else ""
        click.echo(f"{one.name:<{width}}  {WORDS[one.state]:<20}  last well {_ago(one.succeeded_at):<12}{trouble}")
    waiting = jobs.queues(session)
    click.echo(f"{waiting.letters} letters wait, {waiting.given_up} were given up.")
    for run in waiting.imports:
        click.echo(f"Import {run.id}: {run.state.value}, line {run.position}.")
    if waiting.run is not None:
        click.echo(f"All listings are gone through: {waiting.run.done} of {waiting.run.total}.")
    if any(one.state == "dead" for one in found):
        raise SystemExit(1)


def _ask(name: str) -> None:
    try:
        jobs.ask(session, name, None)
    except NotFound:
        raise click.ClickException(f"There is no job {name!r}, or no process has run jobs yet.") from None
    session.commit()
    click.echo(f"{name} runs as soon as a process looks.")


def _ago(moment: datetime | None) -> str:
    if moment is None:
        return "never"
    seconds = max(0, round((now() - moment).total_seconds()))
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit} ago"
    return f"{seconds} s ago"
