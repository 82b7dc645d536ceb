"""The benchmarks measure the real thing: floors find what the product finds, and a grown directory is a whole one."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from benchmarks import clock, floors, report
from benchmarks.directory import FILE, grow, settings
from benchmarks.people import us_cities
from benchmarks.wsgi import UnexpectedAnswer, get
from directory_app import create_app
from directory_app.search.criteria import Criteria
from directory_app.search.queries import Centre, find_listings

from ..factories import make_listing

LISTINGS = 300


@pytest.fixture(scope="module")
def directory(tmp_path_factory, prepared_app):
    """A folder with a directory grown from three listings."""
    folder = tmp_path_factory.mktemp("grown")
    app = prepared_app(folder)
    with app.extensions["sessions"]() as session:
        for _ in range(3):
            make_listing(session, "published")
        session.commit()
    app.extensions["engine"].dispose()
    with closing(sqlite3.connect(folder / FILE)) as database:
        assert grow(database, LISTINGS, us_cities()) == LISTINGS - 3
    return folder


def test_a_grown_directory_is_sound_and_everybody_in_it_is_public(directory):
    with closing(sqlite3.connect(directory / FILE)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for table in ("listing", "public_listing", "public_location", "score"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (LISTINGS,), table
        slugs = [row[0] for row in database.execute("SELECT slug FROM public_listing")]
    app = create_app(settings(directory))
    for slug in slugs[:: LISTINGS // 5]:
        assert b"Five questions" in get_plain(app, f"/therapists/{slug}")


def get_plain(app, target):
    return app.test_client().get(target).data


def test_the_floors_find_what_the_product_finds(directory):
    app = create_app(settings(directory))
    searches = [make(directory / FILE) for make in (floors.btree_search, floors.list_search, floors.array_search)]
    for city in us_cities()[:12]:
        with app.extensions["reading_sessions"]() as session:
            page = find_listings(session, Centre(city.lat, city.lon), Criteria())
        with closing(sqlite3.connect(directory / FILE)) as database:
            by_id = dict(database.execute("SELECT listing_id, slug FROM public_listing"))
        for search in searches:
            total, ids = search(city.lat, city.lon)
            assert total == page.total
            assert [by_id[one] for one in ids] == [row.slug for row in page.rows]


def test_a_page_that_does_not_open_is_not_measured(directory):
    with pytest.raises(UnexpectedAnswer, match="404"):
        get(create_app(settings(directory)), "/nowhere")


def test_growth_is_reckoned_per_tenfold():
    def at(cpu):
        return {"page": clock.Timing("page", cpu, cpu, cpu, 1)}

    line = report.growth({100: at(1.0), 10_000: at(9.0)}).splitlines()[-1]
    assert line.split("|")[-2].strip() == "3.00"


def test_subjects_are_called_with_rising_numbers_and_timed():
    seen = []
    found = clock.measure([clock.Subject("count", seen.append)], rounds=2)
    assert found["count"].calls == len(seen) - clock.WARM_CALLS - clock.FEWEST_CALLS
    assert found["count"].cpu_ms >= 0
