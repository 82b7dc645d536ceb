"""Commands of the operator: `flask --app directory_app directory …`, also `directory-app directory …`.

Each is read from its module once somebody asks for it: a server needs none of the libraries that only commands use.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo

from .. import migrations, site

# By name, the module of a command and what it is called there.
COMMANDS = {
    "prepare": "prepare:prepare_command",
    "demonstration": "prepare:demonstration_command",
    "republish": "republish:republish_command",
    "rescore": "rescore:rescore_command",
    "objections": "objections:objections_command",
    "create-staff": "accounts:create_staff",
    "reset-second-factor": "accounts:reset_second_factor",
    "encrypt-anew": "accounts:encrypt_anew",
    "import": "exchange:import_command",
    "import-unclaimed": "exchange:import_unclaimed_command",
    "export": "exchange:export_command",
    "testimonials": "testimonials:testimonials_command",
    "take-in": "take_in:take_in_command",
    "verify-audit": "verify_audit:verify_audit",
    "add-rubric": "rubric:add_rubric",
    "jobs": "jobs:jobs_command",
    "doctor": "doctor:doctor_command",
    "backup": "backup:backup_command",
    "verify-backup": "backup:verify_backup",
    "restore": "restore:restore_command",
    "held-letters": "restore:held_letters",
    "backup-key": "backup:backup_key",
    "move-to": "move_to:move_to",
}


class Commands(AppGroup):
    """Commands that work by the rules in the database, as the site does."""

    def invoke(self, ctx: click.Context) -> Any:
        """Take the rules over, then run the command."""
        site.refresh(ctx.ensure_object(ScriptInfo).load_app())
        return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(f".{module}", __name__), name)
        assert isinstance(command, click.Command)
        # The list tells the first sentence whole: click cuts it where the line ends.
        command.short_help = command.get_short_help_str(limit=1000)
        return command


class SchemaSteps(click.Group):
    """The commands of Flask-Alembic."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run one on the application; what Alembic refuses is told in one line."""
        from alembic.util import CommandError

        app = ctx.ensure_object(ScriptInfo).load_app()
        migrations.runner(app)
        try:
            with app.app_context():
                return _flask_alembic().invoke(ctx)
        except CommandError as error:
            raise click.ClickException(str(error)) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return _flask_alembic().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None if there is none."""
        return _flask_alembic().get_command(ctx, cmd_name)


def _flask_alembic() -> click.Group:
    from flask_alembic.cli import cli

    return cli


group = Commands("directory", help="Set up and look after the directory.")
schema_steps = SchemaSteps("db", help="Take steps of the schema.")


def init_app(app: Flask) -> None:
    """Register the groups."""
    app.cli.add_command(group)
    app.cli.add_command(schema_steps)
