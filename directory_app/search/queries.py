"""Search over public listings: a band of latitude and longitude from the index, then exact great-circle order.

A point is stored as a unit vector. The dot product of two of them is the cosine of the angle between the points, so
that distance, edge and order are plain arithmetic in the database and agree with the haversine formula.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Float, Select, Subquery, and_, func, literal, or_, select
from sqlalchemy.orm import Session, selectinload

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


COPIED = tuple(field.name for field in fields(Row) if field.name not in {"place", "km"})


@dataclass(frozen=True)
class Centre:
    """Where a search looks from, in degrees."""

    lat: float
    lon: float


def find_listings(session: Session, centre: Centre, criteria: Criteria) -> Page[Row]:
    """One page of the listings within the radius, in the order asked for; ties by listing."""
    hits = _hits(centre, criteria.radius_km)
    total = session.scalar(select(func.count()).select_from(hits)) or 0
    wanted = (
        select(hits.c.listing_id)
        .order_by(*_order(hits, criteria.order))
        .limit(PAGE_SIZE)
        .offset((criteria.page - 1) * PAGE_SIZE)
    )
    rows = _rows(session, wanted, centre) if total else []
    return Page(rows, criteria.page, PAGE_SIZE, total)


def nearest_beyond(session: Session, centre: Centre, radius_km: float) -> list[Row]:
    """The nearest listings outside the radius, at most ten, nearest first."""
    reach = max(radius_km * 2, SMALLEST_STEP_KM)
    while True:
        hits = _hits(centre, min(reach, HALF_ROUND_KM))
        wanted = select(hits.c.listing_id).order_by(*_order(hits, Order.NEAREST)).limit(BEYOND)
        rows = _rows(session, wanted, centre)
        if len(rows) == BEYOND or reach >= HALF_ROUND_KM:
            return rows
        reach *= 4


def _hits(centre: Centre, radius_km: float) -> Subquery:
    """Listing, cosine of the angle to its nearest place, rank score: those with a place within the radius."""
    dot = _dot(centre)
    return (
        select(
            PublicLocation.listing_id,
            func.max(dot).label("dot"),
            func.max(PublicLocation.rank_score).label("rank_score"),
        )
        .where(_in_band(centre, radius_km), dot >= _cosine(radius_km))
        .group_by(PublicLocation.listing_id)
        .subquery()
    )


def _dot(centre: Centre) -> ColumnElement[float]:
    x, y, z = unit_vector(centre.lat, centre.lon)
    return PublicLocation.x * x + PublicLocation.y * y + PublicLocation.z * z


def _cosine(radius_km: float) -> float:
    """Cosine of the radius; a hair less, so that a point exactly on the edge is inside."""
    return math.cos(min(radius_km, HALF_ROUND_KM) / EARTH_RADIUS_KM) - 1e-15


def _in_band(centre: Centre, radius_km: float) -> ColumnElement[bool]:
    band = bounding_band(centre.lat, centre.lon, radius_km)
    meridians = or_(*(PublicLocation.lon.between(west, east) for west, east in band.meridians))
    return and_(PublicLocation.lat.between(band.south, band.north), meridians)


def _order(hits: Subquery, order: Order) -> Sequence[ColumnElement[float]]:
    if order is Order.NEAREST:
        return (hits.c.dot.desc(), hits.c.listing_id)
    if order is Order.MOST_CLINICAL:
        return (hits.c.rank_score.desc(), hits.c.dot.desc(), hits.c.listing_id)
    # The chord squared in place of the distance squared: within 0.1 % up to 300 km, beyond which the share is nil.
    km_squared = (literal(2.0, Float) - 2.0 * hits.c.dot) * EARTH_RADIUS_KM**2
    fit = RANK_SHARE * hits.c.rank_score + DISTANCE_SHARE / (1.0 + km_squared / HALF_DISTANCE_KM**2)
    return (fit.desc(), hits.c.listing_id)


def _rows(session: Session, wanted: Select[tuple[int]], centre: Centre) -> list[Row]:
    ids = session.scalars(wanted).all()
    found = session.scalars(
        select(PublicListing).where(PublicListing.listing_id.in_(ids)).options(selectinload(PublicListing.locations))
    )
    by_id = {listing.listing_id: _row(listing, centre) for listing in found}
    return [by_id[one] for one in ids if one in by_id]


def _row(listing: PublicListing, centre: Centre) -> Row:
    def km(place: PublicLocation) -> float:
        return great_circle_km((centre.lat, centre.lon), (place.lat, place.lon))

    nearest = min(listing.locations, key=km)
    return Row(place=nearest.label, km=km(nearest), **{name: getattr(listing, name) for name in COPIED})
