"""A prepared SQLite directory with as many public listings as asked for.

The demonstration directory is loaded by the product itself, through its own actions. What is missing is added as
copies of its published listings, row by row as they are stored: answers, readings, spans, prices and licences are those
of somebody in the demonstration, while name, address, place and, by a few points, the score are their own. Copying
stored rows keeps this file ignorant of columns it does not change.
"""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask

from directory_app import create_app
from directory_app.cli.prepare import prepare
from directory_app.places.distance import unit_vector
from directory_app.places.folding import fold
from directory_app.publishing.words import COARSE, FINE, WRITTEN, cell, stems

from .people import City, Person, people

FILE = "directory.sqlite3"
BATCH = 2000
SCORE_SPREAD = 4.0
SECRET = "benchmarks sign nobody in, but the key has to be long"

CELL = re.compile(r"[ab]\d+x\d+")

Values = dict[str, Any]
Say = Callable[[str], object]

# Each table with the question that finds the rows of one published listing, owners before what they own.
TABLES = {
    "account": "SELECT t.* FROM account t JOIN listing l ON l.account_id = t.id WHERE l.id = :listing",
    "listing": "SELECT t.* FROM listing t WHERE t.id = :listing",
    "licence": "SELECT t.* FROM licence t WHERE t.listing_id = :listing ORDER BY t.id",
    "revision": "SELECT t.* FROM revision t WHERE t.id = :revision",
    "location": "SELECT t.* FROM location t WHERE t.revision_id = :revision ORDER BY t.position",
    "session_price": "SELECT t.* FROM session_price t WHERE t.revision_id = :revision ORDER BY t.id",
    "answer": "SELECT t.* FROM answer t WHERE t.revision_id = :revision ORDER BY t.id",
    "score": "SELECT t.* FROM score t WHERE t.revision_id = :revision AND t.current",
    "question_score": (
        "SELECT t.* FROM question_score t JOIN score s ON s.id = t.score_id "
        "WHERE s.revision_id = :revision AND s.current ORDER BY t.id"
    ),
    "public_listing": "SELECT t.* FROM public_listing t WHERE t.listing_id = :listing",
    "public_location": "SELECT t.* FROM public_location t WHERE t.listing_id = :listing ORDER BY t.position",
}
COUNTED = ("account", "listing", "revision", "score")
# What search reads, which is all that a directory of a million needs to be searched.
SEARCHED = ("public_listing", "public_location")
TEXT = "SELECT words FROM public_text WHERE rowid = :listing"


@dataclass
class Numbers:
    """The next free number of each table that others point to."""

    next: dict[str, int] = field(default_factory=dict)

    def take(self) -> dict[str, int]:
        """One fresh number of each."""
        taken = dict(self.next)
        self.next = {table: number + 1 for table, number in self.next.items()}
        return taken


def settings(folder: Path) -> dict[str, Any]:
    """Settings of the application over a directory in `folder`."""
    return {
        "DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / FILE}",
        "SECRET_KEY": SECRET,
        "RATELIMIT_ENABLED": False,
    }


def demonstration(folder: Path, say: Say) -> None:
    """Make the demonstration directory in `folder`; what is there already is not made again."""
    folder.mkdir(parents=True, exist_ok=True)
    prepare(create_app(settings(folder)), say)


def grown(base: Path, folder: Path, listings: int, cities: list[City], *, only_searched: bool = False) -> Flask:
    """The application over a copy of `base` with `listings` public listings, made unless it is there.

    With `only_searched` the copies can be searched and have no profile.
    """
    if not (folder / FILE).exists():
        folder.mkdir(parents=True, exist_ok=True)
        _copy(base / FILE, folder / FILE)
        with closing(sqlite3.connect(folder / FILE)) as database:
            grow(database, listings, cities, tables=SEARCHED if only_searched else tuple(TABLES))
    return create_app(settings(folder))


def grow(
    database: sqlite3.Connection,
    listings: int,
    cities: list[City],
    seed: int = 1,
    tables: Sequence[str] = tuple(TABLES),
) -> int:
    """Add copies until there are `listings` public listings; return how many were added."""
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("PRAGMA synchronous = OFF")
    models = _models(database)
    triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for trigger in triggers:
        database.execute(f"DROP TRIGGER {trigger['name']}")
    missing = max(0, listings - int(database.execute("SELECT count(*) FROM public_listing").fetchone()[0]))
    numbers = Numbers({t: database.execute(f"SELECT max(id) + 1 FROM {t}").fetchone()[0] for t in COUNTED})
    source = random.Random(seed)
    copies = (
        _copied(source.choice(models), person, numbers.take(), source)
        for person in islice(people(cities, seed), missing)
    )
    for batch in _batches(copies):
        for table in (*tables, "public_name", "public_text"):
            _insert(database, table, [row for copy in batch for row in copy[table]])
        database.commit()
    for trigger in triggers:
        database.execute(trigger["sql"])
    database.execute("UPDATE public_clock SET version = version + 1")
    database.execute("INSERT INTO public_text (public_text) VALUES ('optimize')")
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return missing


def _copy(here: Path, there: Path) -> None:
    with closing(sqlite3.connect(here)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(here, there)


def _models(database: sqlite3.Connection) -> list[dict[str, list[Values]]]:
    """The stored rows of every published listing of the United States, by table."""
    found = database.execute(
        "SELECT DISTINCT p.listing_id AS listing, p.revision_id AS revision FROM public_listing p "
        "JOIN public_location l ON l.listing_id = p.listing_id WHERE l.country = 'US' ORDER BY 1"
    ).fetchall()
    if not found:
        raise RuntimeError("the directory to grow from has no published listing in the United States")
    return [
        {
            table: [dict(row) for row in database.execute(sql, dict(ids))]
            for table, sql in {**TABLES, "public_text": TEXT}.items()
        }
        for ids in found
    ]


def _copied(
    model: dict[str, list[Values]], person: Person, ids: dict[str, int], source: random.Random
) -> dict[str, list[Values]]:
    """The rows of one more listing: those of `model` with what is this person's own put in."""
    slug = f"{person.name} {person.city.name}".lower().replace(" ", "-").replace("/", "-") + f"-{ids['listing']}"
    shift = source.gauss(0, SCORE_SPREAD)
    own: dict[str, Values] = {
        "account": {"id": ids["account"], "email": f"{slug}@example.org", "fs_uniquifier": f"copy-{ids['account']}"},
        "listing": {"id": ids["listing"], "account_id": ids["account"], "slug": slug},
        "licence": {"id": None, "listing_id": ids["listing"]},
        "revision": {"id": ids["revision"], "listing_id": ids["listing"], "name": person.name},
        "location": {"id": None, "revision_id": ids["revision"]},
        "session_price": {"id": None, "revision_id": ids["revision"]},
        "answer": {"id": None, "revision_id": ids["revision"]},
        "score": {"id": ids["score"], "revision_id": ids["revision"]},
        "question_score": {"id": None, "score_id": ids["score"]},
        "public_listing": {
            "listing_id": ids["listing"],
            "revision_id": ids["revision"],
            "slug": slug,
            "name": person.name,
        },
        "public_location": {"id": None, "listing_id": ids["listing"]},
    }
    rows = {table: [_moved(row | own[table], shift) for row in model[table]] for table in TABLES}
    _settle(rows, person, source)
    return rows | _words(model, rows, person)


def _words(model: dict[str, list[Values]], rows: dict[str, list[Values]], person: Person) -> dict[str, list[Values]]:
    """The words of a copy: those of its model with its own name and its own cells."""
    listing = rows["public_listing"][0]["listing_id"]
    cells = {cell(p["lat"], p["lon"], size) for p in rows["public_location"] for size in (FINE, COARSE)}
    kept = {word for word in model["public_text"][0]["words"].split() if not CELL.fullmatch(word)}
    return {
        "public_text": [{"rowid": listing, "words": " ".join(sorted({WRITTEN, *kept, *cells, *stems(person.name)}))}],
        "public_name": [{"word": word, "listing_id": listing} for word in sorted({*fold(person.name).split()})],
    }


def _moved(row: Values, shift: float) -> Values:
    """The row with its figures on the scale of 0 to 100 moved by `shift`; those of one question stay."""
    if "rank_score" not in row:
        return row
    names = [name for name in ("rank_score", "estimate", "low", "high") if name in row]
    return row | {name: min(100.0, max(0.0, row[name] + shift)) for name in names}


def _settle(rows: dict[str, list[Values]], person: Person, source: random.Random) -> None:
    """Put the places of a copy where the person works; a second place lies a few kilometres off."""
    for number, (private, public) in enumerate(zip(rows["location"], rows["public_location"], strict=True)):
        lat = person.lat + (source.uniform(-0.08, 0.08) if number else 0.0)
        lon = person.lon + (source.uniform(-0.08, 0.08) if number else 0.0)
        x, y, z = unit_vector(lat, lon)
        city = {"city": person.city.name, "region": person.city.region}
        private.update(public_lat=lat, public_lon=lon, private_lat=lat, private_lon=lon, **city)
        private["public_label"] = person.city.label
        public.update(lat=lat, lon=lon, x=x, y=y, z=z, label=person.city.label, **city)


def _batches(copies: Iterable[dict[str, list[Values]]]) -> Iterator[list[dict[str, list[Values]]]]:
    remaining = iter(copies)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _insert(database: sqlite3.Connection, table: str, rows: Sequence[Values]) -> None:
    if rows:
        names = list(rows[0])
        marks = ", ".join("?" * len(names))
        database.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [tuple(row.values()) for row in rows]
        )
