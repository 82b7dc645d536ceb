"""Copies of a SQLite database that somebody is using."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask

SQLITE_FILE = "directory.sqlite3"


def copy_database(app: Flask, target: Path) -> Path:
    """Copy the database of `app` to the file `target`, or under its usual name into that folder. Returns the file."""
    file = target / SQLITE_FILE if target.is_dir() else target
    source = app.extensions["engine"].url.database
    # The driver's own context manager ends a transaction and closes nothing.
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(file)) as there:
        here.backup(there)
    return file
