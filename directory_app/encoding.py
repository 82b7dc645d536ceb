"""A PostgreSQL database that keeps text in another encoding than ours is refused at the first connection.

A module of its own, since psycopg takes eight megabytes that a directory on SQLite does without.
"""

from __future__ import annotations

from typing import Any

import psycopg

ENCODING = "UTF8"


class WrongEncoding(psycopg.OperationalError):
    """The database keeps text in another encoding than UTF8, where letters of names and answers would be lost."""


def refuse_others(connection: psycopg.Connection[Any], _record: Any) -> None:
    """Ask a new connection for its encoding. Raises WrongEncoding."""
    encoding = connection.info.parameter_status("server_encoding")
    # What stands between may not pass it on.
    if encoding not in {ENCODING, None}:
        raise WrongEncoding(f"it keeps text as {encoding}; make another one: createdb --encoding={ENCODING}")
