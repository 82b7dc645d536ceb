"""The largest towns of a part of the earth: names that tell whoever looks at a map where they are."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from ..models import Place


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
