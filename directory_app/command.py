"""The command `directory-app`: runs the site, and hands everything else to Flask's own commands."""

from __future__ import annotations

import socket
import sys
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup

from . import create_app
from .cli.demonstration import SignIn
from .cli.prepare import prepare
from .config import settings
from .errors import InsecureConfiguration

DEFAULT_PORT = 8000


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="Port to listen on.")
@click.option("--workers", type=int, help="Processes; the setting DIRECTORY_WEB_WORKERS otherwise.")
def run(host: str, port: int, workers: int | None) -> None:
    """Prepare the database and serve the directory."""
    _must_be_free(host, port)
    overrides: dict[str, Any] = {} if workers is None else {"WEB_WORKERS": workers}
    configured = settings(overrides)
    if configured["ENVIRONMENT"] != "production" and (host, port) != ("127.0.0.1", DEFAULT_PORT):
        overrides["BASE_ADDRESS"] = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
    app = create_app(overrides)
    sign_ins = prepare(app, click.echo)
    _greet(app, sign_ins)
    app.extensions["engine"].dispose()
    from .serving import serve

    serve(overrides, host, port, app.config["WEB_WORKERS"])


def _must_be_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port, or make run PORT=8001"
            ) from None


def _greet(app: Flask, sign_ins: list[SignIn]) -> None:
    click.echo(f"\n{app.config['SITE_NAME']} is at {app.config['BASE_ADDRESS']}")
    if sign_ins:
        click.echo("\nDemonstration sign-ins:")
        for one in sign_ins:
            click.echo(f"  {one.role:<14} {one.email:<28} {one.password}")
        click.echo(f"\nLetters are shown at {app.config['BASE_ADDRESS']}/development/outbox")
    click.echo("\nStop with Ctrl-C.\n")
    sys.stdout.flush()


@click.group(cls=FlaskGroup, create_app=lambda: create_app(), add_default_commands=False, invoke_without_command=True)
@click.pass_context
def group(context: click.Context) -> None:
    """Run and look after the clinical massage directory. Without a command it runs the site."""
    if context.invoked_subcommand is None:
        context.invoke(run, host="127.0.0.1", port=DEFAULT_PORT, workers=None)


group.add_command(run)


def main() -> None:
    """Entry point. Faults of the configuration are told one a line, without a traceback."""
    try:
        group(prog_name="directory-app")
    except InsecureConfiguration as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        sys.exit(1)
