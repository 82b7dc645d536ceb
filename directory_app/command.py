"""The command `directory-app`: `run` prepares the database and serves; the rest are commands of the application."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import FlaskGroup, routes_command, shell_command
from sqlalchemy.exc import ArgumentError, DatabaseError, InternalError, OperationalError, ProgrammingError

from . import create_app, logs, measured, serving, startup
from .cli.demonstration import SignIn
from .cli.prepare import prepare
from .config import DEVELOPMENT_ADDRESS, log_format, settings
from .damage import is_damaged
from .errors import InsecureConfiguration

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
PRIVATE_FILES = 0o027
# How PostgreSQL names a lack of rights.
NOT_ALLOWED = "42501"
OPTIONS_OF_THE_GROUP = frozenset({"--help", "--version"})


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line; without a command, `run`. Faults of the settings end it with status 1 and no traceback."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("--") and arguments[0] not in OPTIONS_OF_THE_GROUP):
        arguments.insert(0, "run")
    logs.configure(log_format())
    os.umask(PRIVATE_FILES)
    try:
        _group().main(args=arguments, prog_name="directory-app")
    except InsecureConfiguration as error:
        _give_up("The directory does not start, because of its settings:", *(f"  {fault}" for fault in error.faults))
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != NOT_ALLOWED:
            raise
        _give_up(
            "The role in DIRECTORY_DATABASE_URL may not do what is needed to start.",
            "  After an upgrade run directory-app directory prepare as the owner of the tables, then start again;",
            "  after a restore, or where that does not help, give the role its rights with roles.sql first.",
        )
    except DatabaseError as error:
        # Other kinds are faults of a command, not of the database.
        if not (is_damaged(error) or isinstance(error, (InternalError, OperationalError))):
            raise
        _give_up(f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}")
    except ArgumentError:
        # The setting itself may hold a password, so it is not repeated.
        _give_up(
            "DIRECTORY_DATABASE_URL is no address of a database. Use sqlite:///file or postgresql://user:password@host/name",
            "  Signs in a password are written as in addresses of pages: @ as %40, : as %3A, % as %25.",
        )
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        what = "The directory does not start" if arguments[0] == "run" else "That cannot be done"
        _give_up(f"{what}: {error.strerror or error}{where}")


@click.command("run")
@click.option("--host", default=DEFAULT_HOST, show_default=True, help="Address to listen on; 0.0.0.0 means all.")
@click.option("--port", type=click.IntRange(1, 65535), help=f"Port to listen on.  [default: {DEFAULT_PORT}]")
@click.option("--workers", type=click.IntRange(1), help="Processes that serve.  [default: DIRECTORY_WEB_WORKERS or 1]")
def run_command(host: str, port: int | None, workers: int | None) -> None:
    """Bring the database up to date and serve the site."""
    overrides: dict[str, Any] = {"WEB_WORKERS": workers} if workers else {}
    values = settings(overrides)
    production = values["ENVIRONMENT"] == "production"
    port = _free_port(host, port, may_move=not production)
    if not production and values["BASE_ADDRESS"] == DEVELOPMENT_ADDRESS:
        overrides["BASE_ADDRESS"] = serving.address(host, port)
    measured.share(Path(values["DATA"]))
    app = create_app(overrides)
    try:
        sign_ins = prepare(app, _say)
    except KeyboardInterrupt:
        _give_up("Stopped before the database was ready. Start again to continue.", status=130)
    startup.refuse_unsafe(app)
    serving.serve(
        app,
        host=host,
        port=port,
        workers=app.config["WEB_WORKERS"],
        ready=lambda: _say(_welcome(app.config["SITE_NAME"], serving.address(host, port), sign_ins)),
    )


@click.command("work")
def work_command() -> None:
    """Run jobs without serving.

    Jobs are letters, imports, reminders and all that repeats. Any number of these may run beside processes that serve;
    each job is run by one of them at a time. The database must have been prepared.
    """
    os.umask(PRIVATE_FILES)
    serving.work(create_app(), ready=lambda: _say("Jobs run. Stop with Ctrl-C."))


def _group() -> FlaskGroup:
    group = FlaskGroup(
        create_app=create_app,
        add_default_commands=False,
        add_version_option=False,
        load_dotenv=False,
        set_debug_flag=False,
        help="The clinical massage directory. Without a command: run.",
    )
    # Which application and whether to debug it is no question here: Flask's own options for that would only confuse.
    group.params = []
    for command in (run_command, work_command, routes_command, shell_command):
        group.add_command(command)
    return click.version_option(package_name="clinical-massage-directory", message="%(version)s")(group)


def _free_port(host: str, wanted: int | None, may_move: bool) -> int:
    """The port to use: the one asked for, or where nobody asked, the first free one from the default on."""
    first = wanted or DEFAULT_PORT
    candidates = range(first, first + (20 if wanted is None and may_move else 1))
    found = next((port for port in candidates if serving.is_free(host, port)), None)
    if found is None:
        other = first % 65535 + 1
        _give_up(f"Port {first} of {host} is taken. Choose another: --port {other}, or make run PORT={other}.")
    if found != first:
        _say(f"Port {first} is taken, so the site uses {found}.")
    return found


def _welcome(site: str, address: str, sign_ins: Sequence[SignIn]) -> str:
    lines = ["", f"{site} is ready at {address}"]
    if sign_ins:
        lines += ["", f"Sign in at {address}/account/sign-in as"]
        width = max(len(one.email) for one in sign_ins)
        lines += [f"  {one.role:<14} {one.email:<{width}}   {one.password}" for one in sign_ins]
        lines += ["", f"Letters to them: {address}/development/outbox"]
    return "\n".join([*lines, "", "Stop with Ctrl-C.", ""])


def _say(text: str) -> None:
    try:
        click.echo(text)
    except OSError:
        # A file on a full disk: that keeps no site from starting, and what comes after it is told to nobody.
        sys.stdout = io.StringIO()


def _give_up(*lines: str, status: int = 1) -> NoReturn:
    click.echo("\n".join(lines), err=True)
    sys.exit(status)
