"""The doctor, on the command line."""

from __future__ import annotations

import json
import smtplib
import sys

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from .. import doctor
from ..doctor import Finding, State
from ..errors import LetterRefused, MailServerAway
from .accounts import checked_address

WIDTH = max(len(state) for state in State)


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON, for machines.")
@click.option("--letter", metavar="ADDRESS", help="Also send a test letter to this address.")
@with_appcontext
def doctor_command(as_json: bool, letter: str | None) -> None:
    """Look at settings, database, mail, jobs, disk, clock, search and backups, and say what to do.

    Ends with status 1 where something is wrong. Asks nobody but the services that the settings name.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    recipient = None if letter is None else checked_address(letter)
    found: list[tuple[str, Finding]] = []
    for group, one in doctor.examine(doctor.patient_of(app)):
        if not as_json:
            _say(one, group if not found or found[-1][0] != group else "")
        found.append((group, one))
    if recipient:
        found.append(("letter", _sent(app, recipient)))
        if not as_json:
            _say(found[-1][1], "letter")
    worst = max((list(State).index(one.state) for _, one in found), default=0)
    if as_json:
        rows = [
            {"group": group, "state": one.state.value, "what": one.what, "advice": one.advice} for group, one in found
        ]
        click.echo(json.dumps({"state": list(State)[worst].value, "findings": rows}, indent=2, ensure_ascii=False))
    else:
        click.echo(_summary(found))
    if list(State)[worst] is State.WRONG:
        sys.exit(1)


def _say(one: Finding, heading: str) -> None:
    if heading:
        click.echo(f"\n{heading.capitalize()}")
    click.echo(f"  {one.state:<{WIDTH}}  {one.what}")
    if one.advice:
        click.echo(f"  {'':<{WIDTH}}  → {one.advice}")


def _summary(found: list[tuple[str, Finding]]) -> str:
    count = {state: sum(one.state is state for _, one in found) for state in State}
    if not count[State.WRONG] and not count[State.LOOK]:
        return "\nEverything is well."
    return f"\n{count[State.WRONG]} wrong, {count[State.LOOK]} to look at, {count[State.OK]} well."


def _sent(app: Flask, recipient: str) -> Finding:
    try:
        doctor.send_letter(app, recipient)
    except (LetterRefused, MailServerAway, OSError, smtplib.SMTPException, ValueError) as error:
        return Finding(
            State.WRONG, f"The test letter did not leave ({type(error).__name__}).", "See “mail server” above."
        )
    if app.config["MAIL_BACKEND"] == "file":
        return Finding(
            State.LOOK,
            f"The test letter reaches nobody: it is a file in {app.config['MAIL_FILE_PATH']}.",
            "Set DIRECTORY_MAIL_SERVER.",
        )
    return Finding(State.OK, "The test letter left. Look whether it comes, and whether it lands among unwanted mail.")
