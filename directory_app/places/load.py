"""Fills the tables of the gazetteer from the place data that ships with the directory."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from ..config import data_dir
from ..models.base import Base
from ..models.place import LONGEST_KEY, Place, PlaceDataVersion, PlaceName, PostalCode
from .folding import fold

FILES = ("cities.csv.gz", "postal_codes.csv.gz")
# Raised when the tables are filled in another way from the same files.
EDITION = b"1"
BATCH = 5000
# Another name of a place counts as much as the own name of one a hundredth as large.
OTHER_NAME_SHARE = 100

Progress = Callable[[str], object]
Values = dict[str, Any]

_fold = lru_cache(maxsize=4096)(fold)


def load_places(session: Session, progress: Progress | None = None) -> bool:
    """Bring the gazetteer up to the place data of this release; True if it had to be loaded.

    Replaces all rows in the transaction of the session, which the caller commits. `progress` is called with a
    sentence per step. Some seconds when there is work, some milliseconds otherwise.
    """
    folder = data_dir("seeds") / "places"
    files = {name: (folder / name).read_bytes() for name in FILES}
    digest = hashlib.sha256(EDITION + b"".join(files[name] for name in FILES)).hexdigest()
    if session.scalar(select(PlaceDataVersion.digest)) == digest:
        return False
    say = progress or (lambda _: None)
    for model in (PlaceName, PostalCode, Place, PlaceDataVersion):
        session.execute(delete(model))
    say("Loading cities …")
    _insert(session, Place, (_place(row) for row in _rows(files["cities.csv.gz"])))
    _insert(session, PlaceName, _numbered(_names(_rows(files["cities.csv.gz"]))))
    say("Loading postal codes …")
    _insert(session, PostalCode, (_postal_code(row) for row in _rows(files["postal_codes.csv.gz"])))
    session.add(PlaceDataVersion(digest=digest))
    session.flush()
    return True


def _rows(packed: bytes) -> Iterator[dict[str, str]]:
    with gzip.open(io.BytesIO(packed), "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _insert(session: Session, model: type[Base], rows: Iterator[Values]) -> None:
    """Write rows that name every column of a table."""
    table = cast(Table, model.__table__)
    if session.connection().dialect.name == "postgresql":
        _copy(session, table, rows)
        return
    statement = insert(table)
    while batch := list(islice(rows, BATCH)):
        session.execute(statement, batch)


def _copy(session: Session, table: Table, rows: Iterator[Values]) -> None:
    """The same by COPY, which takes half the time."""
    # Eight megabytes that a directory on SQLite does without.
    from psycopg import Connection, sql

    names = [column.name for column in table.columns]
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, Connection)
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with driver.cursor() as cursor, cursor.copy(command) as out:
        for row in rows:
            out.write_row([row[name] for name in names])


def _place(row: dict[str, str]) -> Values:
    return {
        "id": int(row["id"]),
        "name": row["name"],
        "label": row["label"],
        "region": row["region"],
        "region_name": row["region_name"],
        "country": row["country"],
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "population": int(row["population"]),
    }


def _names(rows: Iterator[dict[str, str]]) -> Iterator[Values]:
    for row in rows:
        population = int(row["population"])
        own = {_fold(name) for name in (row["name"], *row["nicknames"].split("|"))}
        others = {_fold(name) for name in row["other_names"].split("|")} - own
        for key in sorted(own - {""}):
            yield _name(int(row["id"]), key, population, other=False)
        for key in sorted(others - {""}):
            yield _name(int(row["id"]), key, population // OTHER_NAME_SHARE, other=True)


def _name(place_id: int, key: str, weight: int, *, other: bool) -> Values:
    key = key[:LONGEST_KEY]
    return {"place_id": place_id, "key": key, "backwards": key[::-1], "weight": weight, "other": other}


def _numbered(rows: Iterator[Values]) -> Iterator[Values]:
    """Rows with their ids, so that the same data makes the same rows on every database."""
    return ({"id": number, **row} for number, row in enumerate(rows, 1))


def _postal_code(row: dict[str, str]) -> Values:
    return {
        "country": row["country"],
        "code": row["code"],
        "city": row["city"],
        "city_key": _fold(row["city"])[:LONGEST_KEY],
        "region": row["region"],
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "central_of": int(row["central_of"]) if row["central_of"] else None,
    }
