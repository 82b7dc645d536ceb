"""Commands of the operator: `flask --app directory_app directory …`, also `directory-app directory …`."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo

from .. import site
from .accounts import create_staff, encrypt_anew, reset_second_factor
from .backup import backup_command, backup_key, verify_backup
from .doctor import doctor_command
from .exchange import export_command, import_command, import_unclaimed_command
from .jobs import jobs_command
from .move_to import move_to
from .objections import objections_command
from .prepare import demonstration_command, prepare_command
from .republish import republish_command
from .rescore import rescore_command
from .restore import held_letters, restore_command
from .rubric import add_rubric
from .take_in import take_in_command
from .testimonials import testimonials_command
from .verify_audit import verify_audit


class Commands(AppGroup):
    """Commands that work by the rules in the database, as the site does."""

    def invoke(self, ctx: click.Context) -> Any:
        """Take the rules over, then run the command."""
        site.refresh(ctx.ensure_object(ScriptInfo).load_app())
        return super().invoke(ctx)


group = Commands("directory", help="Set up and look after the directory.")
COMMANDS = (
    prepare_command,
    demonstration_command,
    republish_command,
    rescore_command,
    objections_command,
    create_staff,
    reset_second_factor,
    encrypt_anew,
    import_command,
    import_unclaimed_command,
    export_command,
    testimonials_command,
    take_in_command,
    verify_audit,
    add_rubric,
    jobs_command,
    doctor_command,
    backup_command,
    verify_backup,
    restore_command,
    held_letters,
    backup_key,
    move_to,
)
for command in COMMANDS:
    group.add_command(command)


def init_app(app: Flask) -> None:
    """Register the group."""
    app.cli.add_command(group)
