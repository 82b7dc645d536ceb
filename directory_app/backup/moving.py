"""Moves a whole directory into another database: every table in batches, compared afterwards value by value.

From SQLite to PostgreSQL in one step: what the models describe is read through them and written through them, so that
each database keeps it in its own way. What only one of them has, the full text, is made again from the listings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, RowMapping, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from .. import chain
from ..db import make_engine
from ..errors import BackupRefused
from ..models import AuditEntry, Base
from . import postgresql
from .restoring import nobody_serving
from .writing import database_file, refusing

BATCH = 500
# Rows with pictures and documents in them: few at a time.
FEW = 20
LARGE = frozenset({"photo", "photo_variant", "claim_document", "rubric_file"})
EVERY = 2**256

Say = Callable[[str, int], object]


@dataclass(frozen=True)
class Content:
    """What a table holds: how many rows, and a sum over the digests of all of them, in whatever order."""

    rows: int
    digest: int


def move(app: Any, url: str, migrate: Callable[[str], object], say: Say) -> dict[str, int]:
    """Copy the directory of `app` into the empty PostgreSQL database at `url`, whose schema `migrate` makes.

    Returns the rows of each table. Raises BackupRefused; nothing is moved then.
    """
    data = Path(app.config["DATA"])
    if not url.startswith("postgresql"):
        raise BackupRefused("The address must name a PostgreSQL database: postgresql://user:password@host/name.")
    if database_file(app.config) is None:
        raise BackupRefused("The directory is in PostgreSQL already. Back it up, and restore into the other database.")
    with refusing(data), nobody_serving(data):
        if not postgresql.is_empty(url):
            raise BackupRefused("There is a directory in that database already. Name a new, empty one.")
        migrate(url)
        target = make_engine(url)
        try:
            with app.extensions["engine"].connect() as here, target.begin() as there:
                return _moved(here, there, say)
        except DBAPIError as error:
            first = str(error.orig).strip().splitlines()[0]
            raise BackupRefused(f"The new database does not take what is in the old one: {first}.") from None
        finally:
            target.dispose()


def content_of(connection: Connection, table: Table) -> Content:
    """What a table holds."""
    rows = total = 0
    for batch in _batches(connection, table):
        rows += len(batch)
        total = (total + sum(_digest(row) for row in batch)) % EVERY
    return Content(rows, total)


def _moved(here: Connection, there: Connection, say: Say) -> dict[str, int]:
    raw = there.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    moved: dict[str, Content] = {}
    tables = Base.metadata.sorted_tables
    with postgresql.bare(raw):
        for table in tables:
            rows = total = 0
            for batch in _batches(here, table):
                there.execute(insert(table), [dict(row) for row in batch])
                rows += len(batch)
                total = (total + sum(_digest(row) for row in batch)) % EVERY
            moved[table.name] = Content(rows, total)
            say(table.name, rows)
        _move_words(here, there)
    for table in tables:
        if content_of(there, table) != moved[table.name]:
            raise BackupRefused(f"Table {table.name} came out of the new database as something else than went in.")
    _count_on(there, raw)
    return {name: content.rows for name, content in moved.items()}


def _move_words(here: Connection, there: Connection) -> None:
    """The full text, which each database keeps in a way of its own: see `publishing.words`."""
    found = here.execute(text("SELECT rowid, words FROM public_text"), execution_options={"yield_per": BATCH})
    put = text("INSERT INTO public_text (listing_id, words) VALUES (:id, array_to_tsvector(:words))")
    for batch in found.partitions(BATCH):
        there.execute(put, [{"id": number, "words": words.split()} for number, words in batch])


def _count_on(there: Connection, raw: psycopg.Connection[Any]) -> None:
    """Set the sequences behind the highest number that is or, as far as the audit knows, ever was given out."""
    highest = select(func.max(AuditEntry.target_id)).group_by(AuditEntry.target_kind)
    for table in Base.metadata.sorted_tables:
        if "id" not in table.c:
            continue
        (sequence,) = raw.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table.name]).fetchone() or (None,)
        if sequence is None:
            continue
        known = there.scalar(highest.where(AuditEntry.target_kind == table.name)) or 0
        last = max(there.scalar(select(func.max(table.c.id))) or 0, known)
        if last:
            raw.execute(sql.SQL("SELECT setval({}, {})").format(sql.Literal(sequence), sql.Literal(last)))


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    size = FEW if table.name in LARGE else BATCH
    query = select(table).order_by(*table.primary_key.columns)
    # Values as they are stored, read through the types of the models: a list stays a list, a time has its zone.
    result = connection.execute(query, execution_options={"yield_per": size})
    yield from result.mappings().partitions(size)


def _digest(row: RowMapping) -> int:
    words = chain.canonical({str(name): _plain(value) for name, value in row.items()})
    return int.from_bytes(hashlib.sha256(words.encode()).digest(), "big")


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    return list(value) if isinstance(value, list) else value
