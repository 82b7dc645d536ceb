"""The largest towns of a part of the earth: names that tell whoever looks at a map where they are."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import and_, or_, select
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


def largest_within(session: Session, bounds: Bounds, limit: int) -> list[Town]:
    """The towns inside the bounds with the most people, largest first, at most `limit`."""
    after_west, before_east = Place.lon >= bounds.west, Place.lon <= bounds.east
    across = and_(after_west, before_east) if bounds.west <= bounds.east else or_(after_west, before_east)
    found = session.execute(
        select(Place.name, Place.lat, Place.lon, Place.population)
        .where(Place.lat.between(bounds.south, bounds.north), across)
        .order_by(Place.population.desc(), Place.id)
        .limit(limit)
    )
    return [Town(*row) for row in found]
