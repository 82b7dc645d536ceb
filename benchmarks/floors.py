"""The least that a page or a search can cost: bare applications and bare queries over the same listings."""

from __future__ import annotations

import math
import sqlite3
import weakref
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from heapq import nlargest
from pathlib import Path
from typing import Any

import numpy
from flask import Flask, render_template

from directory_app import template_filters
from directory_app.config import data_dir
from directory_app.places.distance import EARTH_RADIUS_KM, KM_PER_MILE, bounding_band, unit_vector

TOP = 20
RADIUS_KM = 25 * KM_PER_MILE
COSINE = math.cos(RADIUS_KM / EARTH_RADIUS_KM)
# Best fit as the product computes it, on the cosine of the angle between two points.
SCALE = 2.0 * EARTH_RADIUS_KM**2 / (15 * KM_PER_MILE) ** 2
READABLE = "?mode=ro"
# What a row of results says of a listing, at the least.
SHOWN = "listing_id, slug, name, practice, credentials, estimate, level, quote, price_60"

ROWS_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Therapists</title></head><body><main>
{% from "components/listing_row.html" import listing_row %}<ol class="listing-rows">
{% for row in rows %}{{ listing_row(row, "mi") }}{% endfor %}</ol></main></body></html>"""
PROFILE_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ p.name }}</title></head><body>
<main>{% from "components/profile.html" import profile %}{{ profile(p, "mi") }}</main></body></html>"""

Found = tuple[int, list[int]]
Search = Callable[[float, float], Found]
Read = Callable[[Sequence[int]], object]


def hello_app() -> Flask:
    """A Flask application that answers one word at `/hello`."""
    app = Flask("floor", static_folder=None)
    app.add_url_rule("/hello", view_func=lambda: "hello", endpoint="hello")
    return app


def bare_app(product: Flask, rows: Sequence[Any], profiles: Sequence[Any]) -> Flask:
    """A Flask application without database, session, policy or compression.

    `/hello` answers one word; `/rows` shows search results and `/profiles/<number>` a profile, from memory through the
    product's own components.
    """
    app = hello_app()
    app.template_folder = str(data_dir("templates"))
    app.config.update({name: product.config[name] for name in ("SITE_NAME", "ENVIRONMENT", "BASE_ADDRESS")})
    template_filters.init_app(app)
    app.jinja_env.globals.update({k: v for k, v in product.jinja_env.globals.items() if k not in app.jinja_env.globals})
    for rule in product.url_map.iter_rules():
        app.add_url_rule(rule.rule, endpoint=rule.endpoint, build_only=True)
    rows_page = app.jinja_env.from_string(ROWS_PAGE)
    profile_page = app.jinja_env.from_string(PROFILE_PAGE)
    app.add_url_rule("/rows", view_func=lambda: render_template(rows_page, rows=rows), endpoint="rows")
    app.add_url_rule(
        "/profiles/<int:number>",
        view_func=lambda number: render_template(profile_page, p=profiles[number]),
        endpoint="profiles",
    )
    return app


def btree_search(file: Path) -> Search:
    """One SQL statement over the covering index of the product: how many match, and the 20 that fit best."""
    database = sqlite3.connect(f"file:{file}{READABLE}", uri=True)
    database.execute("PRAGMA cache_size = -65536")
    sql = f"""
        SELECT listing_id, 0.7 * rank_score + 30.0 / (1.0 + (1.0 - dot) * {SCALE!r}) AS fit, count(*) OVER ()
        FROM (
            SELECT listing_id, rank_score, x * :x + y * :y + z * :z AS dot FROM public_location
            WHERE lat BETWEEN :south AND :north AND lon BETWEEN :west AND :east
        )
        WHERE dot >= {COSINE!r} ORDER BY fit DESC, listing_id LIMIT {TOP}"""

    def search(lat: float, lon: float) -> Found:
        x, y, z = unit_vector(lat, lon)
        south, north, west, east = _box(lat, lon)
        named = {"x": x, "y": y, "z": z, "south": south, "north": north, "west": west, "east": east}
        rows = database.execute(sql, named).fetchall()
        return (rows[0][2] if rows else 0), [row[0] for row in rows]

    weakref.finalize(search, database.close)
    return search


def list_search(file: Path) -> Search:
    """Points kept in this process as lists sorted by latitude: a slice, the exact distance, the 20 that fit best."""
    points = _points(file)
    lats = [point[0] for point in points]

    def search(lat: float, lon: float) -> Found:
        x, y, z = unit_vector(lat, lon)
        south, north, west, east = _box(lat, lon)
        fits = [
            (0.7 * rank + 30.0 / (1.0 + (1.0 - dot) * SCALE), -listing)
            for _, place_lon, px, py, pz, rank, listing in points[bisect_left(lats, south) : bisect_right(lats, north)]
            if west <= place_lon <= east and (dot := x * px + y * py + z * pz) >= COSINE
        ]
        return len(fits), [-listing for _, listing in nlargest(TOP, fits)]

    return search


def array_search(file: Path) -> Search:
    """The same with numpy arrays, by numbers alone."""
    columns = list(zip(*_points(file), strict=True))
    lats = numpy.array(columns[0])
    vectors = numpy.array(columns[2:5])
    ranks, listings = numpy.array(columns[5]), numpy.array(columns[6])

    def search(lat: float, lon: float) -> Found:
        south, north, _, _ = _box(lat, lon)
        band = slice(*numpy.searchsorted(lats, [south, north]))
        dots = numpy.array(unit_vector(lat, lon)) @ vectors[:, band]
        inside = numpy.flatnonzero(dots >= COSINE)
        fits = 0.7 * ranks[band][inside] + 30.0 / (1.0 + (1.0 - dots[inside]) * SCALE)
        best = numpy.argpartition(-fits, TOP)[:TOP] if len(fits) > TOP else numpy.arange(len(fits))
        names = listings[band][inside][best]
        return len(fits), [int(one) for one in names[numpy.lexsort((names, -fits[best]))]]

    return search


def reading(file: Path) -> Read:
    """One statement for what rows of results show, by a connection that stays open and has a large cache."""
    database = sqlite3.connect(f"file:{file}{READABLE}", uri=True)
    database.execute("PRAGMA cache_size = -65536")

    def read(listings: Sequence[int]) -> object:
        marks = ", ".join("?" * len(listings))
        return database.execute(
            f"SELECT {SHOWN} FROM public_listing WHERE listing_id IN ({marks})", listings
        ).fetchall()

    weakref.finalize(read, database.close)
    return read


def fetching_search(file: Path, read: Read) -> Search:
    """Great circles by haversine over numpy arrays, and the 20 best by `read`, which asks the database once.

    What the aims for the search were set beside.
    """
    columns = [numpy.array(column) for column in zip(*_points(file), strict=True)]
    lats, x, y, ranks, listings = columns[0], columns[2], columns[3], columns[5], columns[6]
    phis, thetas = numpy.radians(lats), numpy.arctan2(y, x)
    cosines = numpy.cos(phis)
    edge = math.sin(RADIUS_KM / EARTH_RADIUS_KM / 2) ** 2

    def search(lat: float, lon: float) -> Found:
        south, north, _, _ = _box(lat, lon)
        band = slice(*numpy.searchsorted(lats, [south, north]))
        phi, theta = math.radians(lat), math.radians(lon)
        along = math.cos(phi) * cosines[band] * numpy.sin((thetas[band] - theta) / 2) ** 2
        havs = numpy.sin((phis[band] - phi) / 2) ** 2 + along
        inside = numpy.flatnonzero(havs <= edge)
        fits = 0.7 * ranks[band][inside] + 30.0 / (1.0 + 2.0 * havs[inside] * SCALE)
        best = numpy.argpartition(-fits, TOP)[:TOP] if len(fits) > TOP else numpy.arange(len(fits))
        names = listings[band][inside][best]
        chosen = [int(one) for one in names[numpy.lexsort((names, -fits[best]))]]
        read(chosen)
        return len(fits), chosen

    return search


def _points(file: Path) -> list[tuple[float, float, float, float, float, float, int]]:
    database = sqlite3.connect(f"file:{file}{READABLE}", uri=True)
    sql = "SELECT lat, lon, x, y, z, rank_score, listing_id FROM public_location ORDER BY lat"
    points: list[tuple[float, float, float, float, float, float, int]] = database.execute(sql).fetchall()
    database.close()
    return points


def _box(lat: float, lon: float) -> tuple[float, float, float, float]:
    """South, north, west and east of the circle; the cities of a run lie far from the 180th meridian."""
    band = bounding_band(lat, lon, RADIUS_KM)
    west, east = band.meridians[0]
    return band.south, band.north, west, east
