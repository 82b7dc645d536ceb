"""Search over public listings: a band of latitude and longitude from the index, then exact great-circle order.

A point is stored as a unit vector. The dot product of two of them is the cosine of the angle between the points, so
that distance, edge and order are plain arithmetic in the database and agree with the haversine formula.

Statements are built once and leave open what a search asks for: to build one takes longer than to run it in most towns.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Float, Select, Subquery, bindparam, func, literal, or_, select
from sqlalchemy.orm import Session

from ..models import PublicListing, PublicLocation
from ..pagination import Page
from ..places.distance import EARTH_RADIUS_KM, KM_PER_MILE, bounding_band, great_circle_km, unit_vector
from .criteria import Criteria, Order

PAGE_SIZE = 20
BEYOND = 10
# Best fit: 0.7 x rank score + 30 / (1 + (distance / 15 miles)^2), so that 15 miles halve the share of distance.
RANK_SHARE = 0.7
DISTANCE_SHARE = 30.0
HALF_DISTANCE_KM = 15 * KM_PER_MILE
SMALLEST_STEP_KM = 50.0
HALF_ROUND_KM = math.pi * EARTH_RADIUS_KM


@dataclass(frozen=True)
class Row:
    """One result: what its line shows, its place nearest to the search, and the great-circle distance in kilometres."""

    listing_id: int
    slug: str
    name: str
    practice: str
    credentials: str
    place: str
    km: float
    estimate: float
    low: float
    high: float
    level: str
    quote: str
    quote_label: str
    price_60: Decimal | None
    currency: str | None
    accepting_clients: bool | None
    accepting_confirmed_at: datetime | None
    licence_checked_until: datetime | None


COPIED = tuple(field.name for field in fields(Row) if field.name not in {"listing_id", "place", "km"})


@dataclass(frozen=True)
class Centre:
    """Where a search looks from, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Circle:
    """What the statements leave open: the centre as a unit vector, the cosine of the radius, the band in degrees.

    A band across the 180th meridian has two `ranges` of longitude, any other has one.
    """

    values: dict[str, float]
    ranges: int


def find_listings(session: Session, centre: Centre, criteria: Criteria) -> Page[Row]:
    """One page of the listings within the radius, in the order asked for; ties by listing."""
    circle = _circle(centre, criteria.radius_km)
    first = (criteria.page - 1) * PAGE_SIZE
    hits = _hits(session, circle, criteria.order, PAGE_SIZE, first)
    total = hits[0].total if hits else 0
    if first and not hits:
        total = session.scalar(_count(circle.ranges), circle.values) or 0
    return Page(_rows(session, hits, centre), criteria.page, PAGE_SIZE, total)


def nearest_beyond(session: Session, centre: Centre, radius_km: float) -> list[Row]:
    """The nearest listings outside the radius, at most ten, nearest first."""
    reach = max(radius_km * 2, SMALLEST_STEP_KM)
    while True:
        hits = _hits(session, _circle(centre, min(reach, HALF_ROUND_KM)), Order.NEAREST, BEYOND, 0)
        if len(hits) == BEYOND or reach >= HALF_ROUND_KM:
            return _rows(session, hits, centre)
        reach *= 4


def _circle(centre: Centre, radius_km: float) -> Circle:
    band = bounding_band(centre.lat, centre.lon, radius_km)
    x, y, z = unit_vector(centre.lat, centre.lon)
    # A hair less than the cosine, so that a point exactly on the edge is inside.
    cosine = math.cos(min(radius_km, HALF_ROUND_KM) / EARTH_RADIUS_KM) - 1e-15
    values = {"x": x, "y": y, "z": z, "cosine": cosine, "south": band.south, "north": band.north}
    for number, (west, east) in enumerate(band.meridians):
        values |= {f"west{number}": west, f"east{number}": east}
    return Circle(values, len(band.meridians))


def _hits(session: Session, circle: Circle, order: Order, limit: int, offset: int) -> Sequence[Any]:
    """Listings in their order as (listing_id, total), `total` being the number of all within the circle."""
    return session.execute(_page(circle.ranges, order), {**circle.values, "limit": limit, "offset": offset}).all()


@cache
def _page(ranges: int, order: Order) -> Select[Any]:
    inside = _inside(ranges)
    return (
        select(inside.c.listing_id, func.count().over().label("total"))
        .order_by(*_order(inside, order))
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )


@cache
def _count(ranges: int) -> Select[int]:
    return select(func.count()).select_from(_inside(ranges))


def _inside(ranges: int) -> Subquery:
    """Listing, cosine of the angle to its nearest place, rank score: those with a place within the circle."""
    dot = PublicLocation.x * _open("x") + PublicLocation.y * _open("y") + PublicLocation.z * _open("z")
    meridians = [PublicLocation.lon.between(_open(f"west{n}"), _open(f"east{n}")) for n in range(ranges)]
    return (
        select(
            PublicLocation.listing_id,
            func.max(dot).label("dot"),
            func.max(PublicLocation.rank_score).label("rank_score"),
        )
        .where(PublicLocation.lat.between(_open("south"), _open("north")), or_(*meridians), dot >= _open("cosine"))
        .group_by(PublicLocation.listing_id)
        .subquery()
    )


def _open(name: str) -> BindParameter[float]:
    return bindparam(name, type_=Float)


def _order(inside: Subquery, order: Order) -> Sequence[ColumnElement[float]]:
    if order is Order.NEAREST:
        return (inside.c.dot.desc(), inside.c.listing_id)
    if order is Order.MOST_CLINICAL:
        return (inside.c.rank_score.desc(), inside.c.dot.desc(), inside.c.listing_id)
    # The chord squared in place of the distance squared: within 0.1 % up to 300 km, beyond which the share is nil.
    km_squared = (literal(2.0, Float) - 2.0 * inside.c.dot) * EARTH_RADIUS_KM**2
    fit = RANK_SHARE * inside.c.rank_score + DISTANCE_SHARE / (1.0 + km_squared / HALF_DISTANCE_KM**2)
    return (fit.desc(), inside.c.listing_id)


@cache
def _lines() -> Select[Any]:
    return (
        select(PublicListing.listing_id, PublicLocation.label, PublicLocation.lat, PublicLocation.lon, *_copied())
        .join(PublicListing.locations)
        .where(PublicListing.listing_id.in_(bindparam("ids", expanding=True)))
        .order_by(PublicLocation.position)
    )


def _copied() -> list[ColumnElement[Any]]:
    return [getattr(PublicListing, name) for name in COPIED]


def _rows(session: Session, hits: Sequence[Any], centre: Centre) -> list[Row]:
    """The lines of the listings found, in their order, each with its place nearest to the centre."""
    nearest: dict[int, Row] = {}
    for line in session.execute(_lines(), {"ids": [hit.listing_id for hit in hits]}) if hits else ():
        listing_id, label, lat, lon, *copied = line
        km = great_circle_km((centre.lat, centre.lon), (lat, lon))
        known = nearest.get(listing_id)
        if known is None or km < known.km:
            nearest[listing_id] = Row(
                listing_id=listing_id, place=label, km=km, **dict(zip(COPIED, copied, strict=True))
            )
    return [nearest[hit.listing_id] for hit in hits if hit.listing_id in nearest]
