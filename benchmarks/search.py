"""The search itself, without pages: rank, count and facets beside numpy floors, words beside full text, at every size.

python -m benchmarks.search --listings 10000 100000 1000000
python -m benchmarks.search --postgresql
"""

from __future__ import annotations

import argparse
import platform
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import text

from directory_app.fragments import forget
from directory_app.models import now
from directory_app.publishing.words import FINE, stem
from directory_app.search.criteria import Criteria, Order, criteria_from
from directory_app.search.filters import Filter
from directory_app.search.index import index_of, loaded
from directory_app.search.lookup import Found, look
from directory_app.search.queries import Centre, Results, search
from directory_app.search.segment import Circle
from directory_app.search.words import cells_around
from tests.services.postgres import running_postgres

from . import floors, postgresql, report
from .clock import ROUNDS, Subject, Timing, measure
from .directory import FILE, demonstration, grown
from .pages import BIG, CAUTION
from .people import City, drawn_by_population, us_cities
from .wsgi import get

DRAWN = 60
ASKED = count()
WORD = "myofascial"
FILTERS = {"how": ["oil"], "with": ["accepting"], "technique": ["myofascial-release", "trigger-point"]}

ARRAYS, ARRAYS_BIG = "numpy floor, by population", "numpy floor, big city"
FETCHING = "numpy floor with 20 rows, by population"
LOOK, LOOK_BIG = "rank, count, facets, by population", "rank, count, facets, big city"
FILTERED, NO_FACETS = "the same with four filters, big city", "rank and count alone, by population"
EVERYWHERE = "the whole earth, best fit"
FTS, WORDS = "full-text floor with cells, by population", "words and place, by population"
WHOLE, PAGE = "search with its 20 lines, by population", "page not kept, four filters, big city"
BARE_PAGE = "the same, none of its rows shown before"
BESIDE = {LOOK: ARRAYS, NO_FACETS: ARRAYS, LOOK_BIG: ARRAYS_BIG, FILTERED: ARRAYS_BIG, WORDS: FTS, WHOLE: FETCHING}


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure, print."""
    asked = _parser().parse_args(arguments)
    cities = us_cities()
    with tempfile.TemporaryDirectory(prefix="benchmark") as temporary:
        folder = (asked.folder or Path(temporary)).resolve()
        demonstration(folder / "demonstration", _say)
        print(f"{now():%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
        with running_postgres() if asked.postgresql else nullcontext() as server:
            by_size = {size: _at_size(folder, size, cities, asked.rounds, server) for size in asked.listings}
    if len(by_size) > 1:
        print(f"\n## Growth\n\n{report.growth(by_size)}")
    print(f"\n{CAUTION}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--listings", type=int, nargs="+", default=[10_000, 100_000], help="sizes of the directory")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each subject has its turn")
    parser.add_argument("--postgresql", action="store_true", help="search the same listings in PostgreSQL")
    parser.add_argument("--folder", type=Path, help="keep the databases here and use those that are there")
    return parser


def _at_size(folder: Path, size: int, cities: list[City], rounds: int, server: str | None) -> dict[str, Timing]:
    started = time.perf_counter()
    app = grown(folder / "demonstration", folder / f"searched-{size}", size, cities, only_searched=True)
    file = folder / f"searched-{size}" / FILE
    made = time.perf_counter() - started
    print(f"\n## {size:,} listings\n\nMade or opened in {made:.0f} s, {file.stat().st_size / 1e6:,.0f} MB.")
    if server is not None:
        app = postgresql.moved(file, server)
        print(f"Moved to PostgreSQL in {time.perf_counter() - started - made:.0f} s.")
    print(_loading(app))
    big = [city for city in cities if city.label in BIG]
    drawn = drawn_by_population(cities, DRAWN)
    found = measure(_subjects(app, file, drawn, big), rounds)
    print(f"\n{report.timings(found, BESIDE, _matches(app, drawn, big), by_wall=server is not None)}")
    print(f"\n{_freshness(app)}")
    return found


def _loading(app: Flask) -> str:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    with app.extensions["reading_sessions"]() as session:
        segment = loaded(session)
        seconds = time.perf_counter() - started
        index_of(session).state(session)
    grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return (
        f"Index: {len(segment):,} points in {seconds:.1f} s, {segment.bytes / 1e6:.0f} MB of arrays, "
        f"{len(segment.traits)} traits; the process grew by {max(grew, 0):.0f} MB at most."
    )


def _freshness(app: Flask) -> str:
    """How long after a commit the next search has read it, by another session of the same process."""
    times = []
    for number in range(20):
        with app.extensions["sessions"]() as session:
            session.execute(
                text("UPDATE public_listing SET rank_score = rank_score + 0.001 WHERE listing_id % 997 = :n"),
                {"n": number},
            )
            session.commit()
        with app.extensions["reading_sessions"]() as session:
            started = time.perf_counter()
            index_of(session).state(session)
            times.append((time.perf_counter() - started) * 1e3)
    return f"After a thousandth of all listings changed, the next search takes {median(times):.0f} ms longer."


def _subjects(app: Flask, file: Path, drawn: list[City], big: list[City]) -> list[Subject]:
    url: str = app.config["DATABASE_URL"]
    rows = floors.reading(file) if url.startswith("sqlite") else postgresql.reading(url, floors.SHOWN)
    arrays, fetching = floors.array_search(file), floors.fetching_search(file, rows)
    filters = criteria_from(FILTERS).filters
    return [
        Subject(ARRAYS, _over(drawn, lambda c: arrays(c.lat, c.lon))),
        Subject(ARRAYS_BIG, _over(big, lambda c: arrays(c.lat, c.lon))),
        Subject(FETCHING, _over(drawn, lambda c: fetching(c.lat, c.lon))),
        Subject(LOOK, _over(drawn, lambda c: _look(app, c))),
        Subject(NO_FACETS, _over(drawn, lambda c: _look(app, c, counting=False))),
        Subject(LOOK_BIG, _over(big, lambda c: _look(app, c))),
        Subject(FILTERED, _over(big, lambda c: _look(app, c, filters))),
        Subject(EVERYWHERE, _over(big, lambda c: _look(app, c, km=20_040.0))),
        Subject(FTS, _over(drawn, _full_text(app, file))),
        Subject(WORDS, _over(drawn, lambda c: _search(app, c, Criteria(words=WORD)))),
        Subject(WHOLE, _over(drawn, lambda c: _search(app, c, Criteria()))),
        Subject(PAGE, _over(big, lambda c: get(app, _unasked(c)))),
        Subject(BARE_PAGE, _over(big, lambda c: _bare(app, c))),
    ]


def _bare(app: Flask, city: City) -> object:
    forget()
    return get(app, _unasked(city))


def _unasked(city: City) -> str:
    """The address of a search that nobody asked for before: the page of one that was asked for is kept."""
    radius = f"{25 - next(ASKED) / 100_000:.5f}"
    return f"/search?{urlencode({'place': city.label, 'radius': radius, 'unit': 'mi', **FILTERS}, doseq=True)}"


def _over(cities: list[City], ask: Callable[[City], object]) -> Callable[[int], object]:
    return lambda number: ask(cities[number % len(cities)])


def _look(
    app: Flask, city: City, filters: Sequence[Filter] = (), *, km: float = floors.RADIUS_KM, counting: bool = True
) -> Found:
    with app.extensions["public_sessions"]() as session:
        parts = index_of(session).state(session).parts
    circle = Circle(city.lat, city.lon, km)
    return look(parts, circle, filters, Order.BEST_FIT, limit=floors.TOP, counting=counting)


def _search(app: Flask, city: City, criteria: Criteria) -> Results:
    with app.extensions["public_sessions"]() as session:
        return search(session, Centre(city.lat, city.lon), criteria)


def _full_text(app: Flask, file: Path) -> Callable[[City], object]:
    """One statement of the database: the word and the cells, joined to the points, ordered and counted."""
    url: str = app.config["DATABASE_URL"]
    if not url.startswith("sqlite"):
        floor = postgresql.full_text(url, stem(WORD), floors.RADIUS_KM, floors.COSINE, floors.TOP, FINE)
        return lambda city: floor(city.lat, city.lon)
    database = sqlite3.connect(f"file:{file}{floors.READABLE}", uri=True)
    database.execute("PRAGMA cache_size = -400000")
    sql = f"""
        SELECT listing_id, rank_score, count(*) OVER () FROM (
            SELECT l.listing_id, l.rank_score, l.x * :x + l.y * :y + l.z * :z AS dot
            FROM public_text t JOIN public_location l ON l.listing_id = t.rowid WHERE public_text MATCH :wanted
        ) WHERE dot >= {floors.COSINE!r} ORDER BY rank_score DESC, listing_id LIMIT {floors.TOP}"""

    def ask(city: City) -> object:
        cells = cells_around(Circle(city.lat, city.lon, floors.RADIUS_KM), FINE)
        x, y, z = Circle(city.lat, city.lon, 0).vector
        wanted = f"{stem(WORD)} AND ({' OR '.join(cells)})"
        return database.execute(sql, {"x": x, "y": y, "z": z, "wanted": wanted}).fetchall()

    return ask


def _matches(app: Flask, drawn: list[City], big: list[City]) -> dict[str, str]:
    """Median number of matches of the cities searched."""
    by_population = f"{median(_look(app, city).total for city in drawn):,.0f}"
    in_big = f"{median(_look(app, city).total for city in big):,.0f}"
    filtered = median(_look(app, city, criteria_from(FILTERS).filters).total for city in big)
    worded = median(_search(app, city, Criteria(words=WORD)).page.total for city in drawn)
    return {
        **dict.fromkeys((ARRAYS, LOOK, NO_FACETS, WHOLE), by_population),
        **dict.fromkeys((ARRAYS_BIG, LOOK_BIG), in_big),
        FILTERED: f"{filtered:,.0f}",
        **dict.fromkeys((FTS, WORDS), f"{worded:,.0f}"),
    }


def _say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
