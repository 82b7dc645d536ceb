"""What moderators found read wrong, for whoever writes the next version of the rubric."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from ..db import session
from ..models import RubricRelease
from ..scorekeeping.disputes import upheld


@click.command("objections")
@click.option("--rubric", default=None, help="Only those about this version of the rubric.")
@with_appcontext
def objections_command(rubric: str | None) -> None:
    """Print every upheld objection as a line of JSON: rubric, question, line, words, and both reasons; no names."""
    found = upheld(session, rubric)
    if not found and rubric is not None and session.get(RubricRelease, rubric) is None:
        raise click.ClickException(f"there is no rubric {rubric!r}; /administration/rubrics lists them")
    if not found:
        click.echo("No objection was upheld.", err=True)
    for one in found:
        answer = one.revision.answer(one.question_id)
        facts = {
            "rubric": one.rubric_version,
            "question": one.question_id,
            "item": one.item,
            "label": one.label,
            "words": one.words,
            "answer": (answer.text if answer else None) or "",
            "objection": one.text,
            "moderator": one.note,
        }
        click.echo(json.dumps(facts, ensure_ascii=False))
