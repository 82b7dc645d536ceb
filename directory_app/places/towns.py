"""The largest towns of a part of the earth: names that tell whoever looks at a map where they are."""

from __future__ import annotations

import math
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ..customs import CURRENCY_OF
from ..models import Place
from .countries import unit_of
from .found import FoundPlace

NEAR_DEGREES = 1.0


class Bounds(NamedTuple):
    """Edges of a map in degrees; a map across the 180th meridian has its west east of its east."""

    south: float
    west: float
    north: float
    east: float


class Town(NamedTuple):
    """A town, its middle in degrees and how many people live there."""

    name: str
    lat: float
    lon: float
    population: int


_LARGEST = (
    select(Place.name, Place.lat, Place.lon, Place.population)
    .where(Place.lat.between(bindparam("south"), bindparam("north")))
    .order_by(Place.population.desc(), Place.id)
    .limit(bindparam("limit"))
)
_AFTER_WEST, _BEFORE_EAST = Place.lon >= bindparam("west"), Place.lon <= bindparam("east")
_INSIDE, _ACROSS = _LARGEST.where(_AFTER_WEST, _BEFORE_EAST), _LARGEST.where(or_(_AFTER_WEST, _BEFORE_EAST))


def largest_within(session: Session, bounds: Bounds, limit: int) -> list[Town]:
    """The towns inside the bounds with the most people, largest first, at most `limit`."""
    limits = {"south": bounds.south, "north": bounds.north, "west": bounds.west, "east": bounds.east, "limit": limit}
    found = session.execute(_INSIDE if bounds.west <= bounds.east else _ACROSS, limits)
    return [Town(*row) for row in found]


def unit_around(session: Session, place: FoundPlace) -> str:
    """The unit in which people measure a way around a place, mi or km; around a point that of the nearest town."""
    if place.country:
        return unit_of(place.country)
    return unit_of(_of_nearest(session, Place.country, place) or "")


def currency_around(session: Session, place: FoundPlace) -> str:
    """The currency in which people pay around a place; around a point that of the nearest town, empty far from any."""
    return CURRENCY_OF.get(place.country or _of_nearest(session, Place.country, place) or "", "")


def nearest_town(session: Session, place: FoundPlace) -> str | None:
    """The label of the town nearest to a place; None where none is within about a hundred kilometres."""
    return _of_nearest(session, Place.label, place)


def _of_nearest(session: Session, column: InstrumentedAttribute[str], place: FoundPlace) -> str | None:
    north, east = Place.lat - place.lat, (Place.lon - place.lon) * math.cos(math.radians(place.lat))
    near = select(column).where(
        Place.lat.between(place.lat - NEAR_DEGREES, place.lat + NEAR_DEGREES),
        Place.lon.between(place.lon - NEAR_DEGREES, place.lon + NEAR_DEGREES),
    )
    return session.scalar(near.order_by(north * north + east * east, Place.id).limit(1))
