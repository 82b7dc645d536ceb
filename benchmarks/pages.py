"""CPU and wall time of home, search and profile beside their floors, at several sizes of the directory.

python -m benchmarks.pages --listings 1000 10000 100000
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from statistics import median

from flask import Flask

from directory_app import publishing
from directory_app.models import now
from directory_app.search.criteria import Criteria
from directory_app.search.queries import Centre, find_listings

from . import floors, report
from .clock import ROUNDS, Subject, Timing, measure
from .directory import FILE, demonstration, grown
from .people import City, drawn_by_population, us_cities
from .served import serve_and_measure
from .wsgi import address, get

BIG = ("New York, NY", "Los Angeles, CA", "Chicago, IL", "Houston, TX", "Phoenix, AZ")
MID = ("Boise, ID", "Spokane, WA", "Des Moines, IA", "Chattanooga, TN", "Rochester, NY")
DRAWN = 60
PROFILES = 200
REMEMBERED = 50

HELLO, ROWS, PROFILE_ROWS = "hello", "20 rows from memory", "one profile from memory"
BTREE, LISTS, ARRAYS = "query: SQLite B-tree alone", "query: sorted lists", "query: numpy arrays"
HOME, BIG_SEARCH, MID_SEARCH = "page: home", "page: search, big city", "page: search, mid city"
DRAWN_SEARCH, PROFILE, FIND = "page: search, by population", "page: profile", "query: find_listings"

BESIDE = {
    HOME: HELLO,
    BIG_SEARCH: ROWS,
    MID_SEARCH: ROWS,
    DRAWN_SEARCH: ROWS,
    PROFILE: PROFILE_ROWS,
    FIND: BTREE,
}
CAUTION = (
    "Other work on the machine stretches wall time freely and CPU time somewhat: compare figures of one run with each "
    "other, and trust ratios before milliseconds."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure, print."""
    asked = _parser().parse_args(arguments)
    cities = us_cities()
    with tempfile.TemporaryDirectory(prefix="benchmark") as temporary:
        folder = (asked.folder or Path(temporary)).resolve()
        demonstration(folder / "demonstration", _say)
        print(f"{now():%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
        by_size = {size: _at_size(folder, size, cities, asked) for size in asked.listings}
    if len(by_size) > 1:
        print(f"\n## Growth\n\n{report.growth(by_size)}")
    print(f"\n{CAUTION}")
    if asked.out:
        figures = {size: [asdict(timing) for timing in found.values()] for size, found in by_size.items()}
        asked.out.write_text(json.dumps(figures, indent=1))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--listings", type=int, nargs="+", default=[1000, 10_000], help="sizes of the directory")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each subject has its turn")
    parser.add_argument("--folder", type=Path, help="keep the databases here and use those that are there")
    parser.add_argument("--served", type=float, default=0.0, metavar="SECONDS", help="also measure the running server")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    return parser


def _at_size(folder: Path, size: int, cities: list[City], asked: argparse.Namespace) -> dict[str, Timing]:
    started = time.perf_counter()
    app = grown(folder / "demonstration", folder / str(size), size, cities)
    file = folder / str(size) / FILE
    print(
        f"\n## {size:,} listings\n\nMade or opened in {time.perf_counter() - started:.0f} s, "
        f"{file.stat().st_size / 1e6:,.0f} MB.\n"
    )
    places = {
        BIG_SEARCH: [city for city in cities if city.label in BIG],
        MID_SEARCH: [city for city in cities if city.label in MID],
        DRAWN_SEARCH: drawn_by_population(cities, DRAWN),
    }
    slugs = _slugs(file)
    found = measure(_subjects(app, file, places, slugs), asked.rounds)
    print(report.timings(found, BESIDE, _matches(file, places)))
    if asked.served:
        targets = {name: [_search(city) for city in drawn] for name, drawn in places.items()}
        targets |= {HOME: ["/"], PROFILE: [f"/therapists/{slug}" for slug in slugs]}
        print(f"\n{serve_and_measure(folder / str(size), targets, asked.served)}")
    return found


def _subjects(app: Flask, file: Path, places: dict[str, list[City]], slugs: list[str]) -> list[Subject]:
    bare = _bare_app(app, places[BIG_SEARCH][0], slugs[:REMEMBERED])
    drawn = places[DRAWN_SEARCH]
    return [
        Subject(HELLO, _opening(bare, ["/hello"])),
        Subject(ROWS, _opening(bare, ["/rows"])),
        Subject(PROFILE_ROWS, _opening(bare, [f"/profiles/{number}" for number in range(REMEMBERED)])),
        Subject(HOME, _opening(app, ["/"])),
        *(Subject(name, _opening(app, [_search(city) for city in cities])) for name, cities in places.items()),
        Subject(PROFILE, _opening(app, [f"/therapists/{slug}" for slug in slugs])),
        Subject(FIND, _finding(app, drawn)),
        Subject(BTREE, _searching(floors.btree_search(file), drawn)),
        Subject(LISTS, _searching(floors.list_search(file), drawn)),
        Subject(ARRAYS, _searching(floors.array_search(file), drawn)),
    ]


def _bare_app(app: Flask, city: City, slugs: list[str]) -> Flask:
    with app.app_context(), app.extensions["reading_sessions"]() as session:
        rows = find_listings(session, Centre(city.lat, city.lon), Criteria()).rows
        profiles = [publishing.published_profile(session, slug) for slug in slugs]
    return floors.bare_app(app, rows, profiles)


def _search(city: City) -> str:
    return address("/search", place=city.label, radius="25", unit="mi")


def _opening(app: Flask, targets: list[str]) -> Callable[[int], object]:
    return lambda number: get(app, targets[number % len(targets)])


def _searching(search: floors.Search, cities: list[City]) -> Callable[[int], object]:
    def call(number: int) -> object:
        city = cities[number % len(cities)]
        return search(city.lat, city.lon)

    return call


def _finding(app: Flask, cities: list[City]) -> Callable[[int], object]:
    """The product's own search without place look-up and page."""

    def call(number: int) -> object:
        city = cities[number % len(cities)]
        with app.extensions["reading_sessions"]() as session:
            return find_listings(session, Centre(city.lat, city.lon), Criteria())

    return call


def _slugs(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        slugs = [row[0] for row in database.execute("SELECT slug FROM public_listing ORDER BY slug")]
    return random.Random(3).sample(slugs, min(PROFILES, len(slugs)))


def _matches(file: Path, places: dict[str, list[City]]) -> dict[str, str]:
    """Median number of listings within 25 miles of the cities searched."""
    search = floors.btree_search(file)
    counts = {name: median(search(c.lat, c.lon)[0] for c in cities) for name, cities in places.items()}
    shared = counts[DRAWN_SEARCH]
    return {name: f"{count:,.0f}" for name, count in {**counts, FIND: shared, BTREE: shared, LISTS: shared}.items()}


def _say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
