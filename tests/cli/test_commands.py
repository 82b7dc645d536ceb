"""The list of commands: each is there under its name, is told in the help, and is read only when it is asked for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from directory_app.cli import COMMANDS, group
from directory_app.command import run_command, work_command

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
# Libraries that only commands and schema steps use, or only directories on PostgreSQL or with Redis.
UNUSED = ("psycopg", "redis", "pyrage", "alembic", "directory_app.cli.doctor", "directory_app.backup.restoring")
LOADED = "import sys, directory_app; directory_app.create_app(); print([n for n in sys.argv[1:] if n in sys.modules])"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_there_under_its_name_and_says_what_it_does(name):
    command = group.get_command(click.Context(group), name)
    assert command.name == name
    assert command.hidden or command.get_short_help_str()


def test_the_help_lists_all_commands_that_are_not_hidden(sqlite_app):
    told = sqlite_app.test_cli_runner().invoke(args=["directory", "--help"]).output
    hidden = {name for name in COMMANDS if group.get_command(click.Context(group), name).hidden}
    assert [name for name in set(COMMANDS) - hidden if f"\n  {name}" not in told] == []


def test_the_help_cuts_no_sentence_short(sqlite_app):
    told = sqlite_app.test_cli_runner().invoke(args=["directory", "--help"]).output.split("Commands:")[1]
    told += work_command.get_short_help_str(60) + run_command.get_short_help_str(60)
    assert "..." not in told


def test_the_document_names_every_command_that_is_not_hidden():
    table = OPERATIONS.read_text().split("## Commands")[1].split("\n## ")[0]
    hidden = {name for name in COMMANDS if group.get_command(click.Context(group), name).hidden}
    assert [
        name
        for name in COMMANDS
        if name not in hidden and not re.search(rf"`(directory-app directory )?{name}[ `]", table)
    ] == []


def test_an_unknown_command_is_named(sqlite_app):
    result = sqlite_app.test_cli_runner().invoke(args=["directory", "bakcup"])
    assert result.exit_code == 2
    assert "bakcup" in result.output


def test_a_directory_on_sqlite_reads_no_library_that_it_does_not_use(tmp_path):
    environment = {"DIRECTORY_DATA": str(tmp_path), "DIRECTORY_SECRET_KEY": "k" * 40, "PATH": ""}
    command = [sys.executable, "-c", LOADED, *UNUSED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
