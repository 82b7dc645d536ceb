"""A PostgreSQL database as parts of a backup: every table as text, by the server's own COPY, all of one moment.

It needs no program of PostgreSQL on this machine and fits every version of the server: the schema is made by our own
migrations, and the text of a table is written and read by the server itself. See decision 58.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from ..errors import BackupRefused
from ..migrations import VERSION_TABLE
from .photos import written
from .streams import Sink, Tally

FOLDER = "tables/"
# So that the text of a value is the same on every server.
WORDING = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "client_encoding": "UTF8",
    "statement_timeout": "0",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "0",
}

Connection = psycopg.Connection[Any]


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection whose transaction ends with the block."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for name, value in WORDING.items():
            connection.execute(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        connection.autocommit = False
        yield connection


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """A connection that sees one moment of the database, whatever others write meanwhile."""
    with connected(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def part_of(table: str) -> str:
    """The name of the part that holds a table."""
    return f"{FOLDER}{table}.copy"


def tables_of(connection: Connection) -> dict[str, list[str]]:
    """The tables of this schema with their columns, but for the one that migrations keep."""
    query = """
        SELECT c.relname, array_agg(a.attname ORDER BY a.attnum) FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace GROUP BY 1 ORDER BY 1
    """
    return {name: list(columns) for name, columns in connection.execute(query) if name != VERSION_TABLE}


def schema_of(connection: Connection) -> str:
    """The schema step it stands at. Raises BackupRefused."""
    found = None
    if connection.execute("SELECT to_regclass(%s)", [VERSION_TABLE]).fetchone() != (None,):
        asked = sql.SQL("SELECT version_num FROM {}").format(sql.Identifier(VERSION_TABLE))
        found = connection.execute(asked).fetchone()
    if not found:
        raise BackupRefused("There is no directory in this database yet: nothing to save.")
    return str(found[0])


def audit_head_of(connection: Connection) -> str:
    """The end of the chain; empty where a schema of old has none."""
    if connection.execute("SELECT to_regclass('audit_head')").fetchone() == (None,):
        return ""
    found = connection.execute("SELECT hash FROM audit_head WHERE id = 1").fetchone()
    return str(found[0]) if found else ""


def sequences_of(connection: Connection) -> dict[str, list[Any]]:
    """The sequences with their last number and whether it was given out."""
    names = [
        name
        for (name,) in connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace"
        )
    ]
    found: dict[str, list[Any]] = {}
    for name in sorted(names):
        row = connection.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name)))
        found[name] = list(row.fetchone() or ())
    return found


def text_of(connection: Connection, table: str, columns: Iterable[str]) -> Iterator[bytes]:
    """All rows of a table as the server writes them, in the order of their key."""
    key = _key_of(connection, table)
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _listed(columns), sql.Identifier(table), key
    )
    with connection.cursor() as cursor, cursor.copy(query) as copying:
        for piece in copying:
            yield bytes(piece)


def photos_of(connection: Connection) -> Iterator[str]:
    """A line for every picture: its digest and its name. The server makes the digests."""
    with connection.cursor("photos") as cursor:
        cursor.execute("SELECT id, encode(sha256(whole), 'hex') FROM photo ORDER BY id")
        for number, digest in cursor:
            yield written(digest, f"photo-{number}-whole")
    with connection.cursor("variants") as cursor:
        cursor.execute(
            "SELECT photo_id, size, format, encode(sha256(body), 'hex') FROM photo_variant "
            'ORDER BY photo_id, size, format COLLATE "C"'
        )
        for photo, size, kind, digest in cursor:
            yield written(digest, f"photo-{photo}-{size}.{kind}")


def is_empty(url: str) -> bool:
    """Whether nobody has an account in this database, and nothing foreign stands in it."""
    with snapshot(url) as connection:
        tables = tables_of(connection)
        version = connection.execute("SELECT to_regclass(%s)", [VERSION_TABLE]).fetchone() != (None,)
        if tables and not version:
            return False
        used = [name for name in ("account", "audit_entry") if name in tables]
        counts = [
            connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
            for name in used
        ]
        return all(count == (0,) for count in counts)


@contextmanager
def bare(connection: Connection) -> Iterator[None]:
    """Tables emptied and without triggers and foreign keys, which come back at the end, checked, for the same rows.

    Everything happens in the transaction of the connection: whoever fails leaves the database as it was.
    """
    names = list(tables_of(connection))
    keys = connection.execute(
        "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c "
        "ON c.oid = k.conrelid WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY 1, 2"
    ).fetchall()
    for name in names:
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(name)))
    for table, key, _ in keys:
        connection.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(*map(sql.Identifier, (table, key))))
    connection.execute(sql.SQL("TRUNCATE {}").format(_listed(names)))
    yield
    for table, key, definition in keys:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                sql.Identifier(table), sql.Identifier(key), sql.SQL(definition)
            )
        )
    for name in names:
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(name)))


@contextmanager
def filling(connection: Connection, table: str, columns: Iterable[str]) -> Iterator[Sink]:
    """Takes the text of a table."""
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _listed(columns))
    with connection.cursor() as cursor, cursor.copy(query) as copying:
        yield copying


def tally_of(connection: Connection, table: str, columns: Iterable[str]) -> Tally:
    """What the text of a table comes to."""
    tally = Tally()
    for piece in text_of(connection, table, columns):
        tally.take(piece)
    return tally


def go_on_from(connection: Connection, sequences: dict[str, list[Any]]) -> None:
    """Let sequences go on where they were; numbers of rows that are gone are not given out again."""
    there = sequences_of(connection)
    for name, (last, called) in sequences.items():
        if name in there:
            connection.execute("SELECT setval(%s::regclass, %s, %s)", [_quoted(name), last, called])


def _key_of(connection: Connection, table: str) -> sql.Composed:
    """The primary key as something to order by, the same on servers of every language."""
    query = """
        SELECT a.attname, a.attcollation <> 0 FROM pg_index i
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
        WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY k.place
    """
    found = connection.execute(query, [_quoted(table)]).fetchall()
    by_bytes = sql.SQL(' COLLATE "C"')
    return sql.SQL(", ").join([sql.Identifier(name) + (by_bytes if text else sql.SQL("")) for name, text in found])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _listed(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join([sql.Identifier(name) for name in names])
