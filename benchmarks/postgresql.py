"""The same directory in PostgreSQL: every row of a grown SQLite file, moved by COPY into a server of the tests' own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import JSON, Table, make_url, select

from directory_app import create_app, migrations
from directory_app.db import make_engine
from directory_app.models import Base
from directory_app.search.segment import Circle
from directory_app.search.words import cells_around
from tests.services.postgres import fresh_database

from .directory import SECRET

BATCH = 5000


def moved(file: Path, server: str) -> Flask:
    """The application over a new database of `server` that holds what the SQLite directory `file` holds."""
    url = fresh_database(server)
    settings = {"DATA": str(file.parent), "DATABASE_URL": url, "SECRET_KEY": SECRET, "RATELIMIT_ENABLED": False}
    app = create_app(settings)
    migrations.upgrade(app)
    with psycopg.connect(_plain(url)) as there:
        # Foreign keys and triggers sleep meanwhile, so that the order of tables does not matter and nothing counts.
        there.execute("SET session_replication_role = replica")
        engine = make_engine(f"sqlite:///{file}")
        with engine.connect() as here:
            for table in Base.metadata.sorted_tables:
                there.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table.name)))
            for table in Base.metadata.sorted_tables:
                _copy(there, table, here.execution_options(yield_per=BATCH).execute(select(table)).partitions(BATCH))
        engine.dispose()
        _copy_words(there, file)
        for table in Base.metadata.sorted_tables:
            _count_on(there, table)
    with psycopg.connect(_plain(url), autocommit=True) as there:
        there.execute("VACUUM ANALYZE")
    return app


def full_text(url: str, word: str, km: float, cosine: float, top: int, size: tuple[str, float]) -> Any:
    """The floor of words near a place: one statement with the word and the names of the cells, joined to the points."""
    database = psycopg.connect(_plain(url), autocommit=True)
    statement = (
        "SELECT listing_id, rank_score, count(*) OVER () FROM ("
        "SELECT l.listing_id, l.rank_score, l.x * %(x)s + l.y * %(y)s + l.z * %(z)s AS dot FROM public_text t "
        "JOIN public_location l ON l.listing_id = t.listing_id WHERE t.words @@ CAST(%(wanted)s AS tsquery)) AS near "
        f"WHERE dot >= {cosine!r} ORDER BY rank_score DESC, listing_id LIMIT {top}"
    )

    def ask(lat: float, lon: float) -> object:
        circle = Circle(lat, lon, km)
        x, y, z = circle.vector
        wanted = f"'{word}' & ({' | '.join(cells_around(circle, size))})"
        return database.execute(statement, {"x": x, "y": y, "z": z, "wanted": wanted}).fetchall()

    return ask


def reading(url: str, shown: str) -> Any:
    """One statement for what rows of results show, by a connection that begins no transactions."""
    database = psycopg.connect(_plain(url), autocommit=True)
    statement = f"SELECT {shown} FROM public_listing WHERE listing_id = ANY(%s)"
    return lambda listings: database.execute(statement, [listings]).fetchall()


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _copy(there: psycopg.Connection[Any], table: Table, batches: Iterator[Sequence[Any]]) -> None:
    names = [sql.Identifier(column.name) for column in table.columns]
    # SQLAlchemy hands out JSON as lists and dicts; COPY wants to be told that they are JSON.
    as_json = [isinstance(column.type, JSON) for column in table.columns]
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), sql.SQL(", ").join(names))
    with there.cursor().copy(command) as out:
        for batch in batches:
            for row in batch:
                out.write_row([_value(one, js) for one, js in zip(row, as_json, strict=True)])


def _count_on(there: psycopg.Connection[Any], table: Table) -> None:
    """Set the sequence of a table behind its highest number, so that the directory can be written to."""
    if "id" not in table.c:
        return
    (sequence,) = there.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table.name]).fetchone() or (None,)
    if sequence is not None:
        highest = sql.SQL("SELECT setval({}, max(id)) FROM {}").format(
            sql.Literal(sequence), sql.Identifier(table.name)
        )
        there.execute(highest)


def _value(value: Any, as_json: bool) -> Any:
    if as_json and value is not None:
        return Jsonb(value)
    return value.value if isinstance(value, Enum) else value


def _copy_words(there: psycopg.Connection[Any], file: Path) -> None:
    there.execute("CREATE TEMPORARY TABLE moving (listing_id INTEGER, words TEXT)")
    with closing(sqlite3.connect(file)) as here, there.cursor().copy("COPY moving FROM STDIN") as out:
        for row in here.execute("SELECT rowid, words FROM public_text"):
            out.write_row(row)
    there.execute(
        "INSERT INTO public_text (listing_id, words) "
        "SELECT listing_id, array_to_tsvector(string_to_array(words, ' ')) FROM moving"
    )
