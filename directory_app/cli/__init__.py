"""Commands of the operator: `flask --app directory_app directory …`, also `directory-app directory …`."""

from __future__ import annotations

from flask import Flask
from flask.cli import AppGroup

from .accounts import create_staff, reset_second_factor
from .exchange import export_command, import_command, import_unclaimed_command
from .objections import objections_command
from .prepare import demonstration_command, prepare_command
from .republish import republish_command
from .rescore import rescore_command
from .take_in import take_in_command
from .testimonials import testimonials_command

group = AppGroup("directory", help="Set up and look after the directory.")
COMMANDS = (
    prepare_command,
    demonstration_command,
    republish_command,
    rescore_command,
    objections_command,
    create_staff,
    reset_second_factor,
    import_command,
    import_unclaimed_command,
    export_command,
    testimonials_command,
    take_in_command,
)
for command in COMMANDS:
    group.add_command(command)


def init_app(app: Flask) -> None:
    """Register the group."""
    app.cli.add_command(group)
