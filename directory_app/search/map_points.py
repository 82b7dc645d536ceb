"""What the map beside the results shows: the same listings in the same order, each where the public may see it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..errors import BadParameter
from ..maps.sketch import LARGEST_RING_KM
from ..models import PublicListing, PublicLocation
from ..places import Bounds, kind_on_map, reach_km
from ..places.distance import great_circle_km, point_of, unit_vector
from ..publishing.lines import Line
from .queries import Centre

# Points spread so evenly over the globe have no middle.
MOST_EVEN = 0.01
# Whoever is as many times as far away as everybody nearer, and not in the same part of a country, is beyond a gap.
GAP, WIDE_GAP_KM = 3.0, 300.0
EDGES = {"south": 90.0, "west": 180.0, "north": 90.0, "east": 180.0}


@dataclass(frozen=True)
class MapPoint:
    """One result on the map, by its place nearest to the centre; where no place was asked for, by its first.

    The point is the public one in degrees and `kind` that of `places.kind_on_map`; `reach_km` is 0 for an address and
    else the radius of the circle in which the place lies, or which the therapist serves; `said_km` is None where the
    list says no distance. Who has answered nothing has no estimate. Where rules do without figures a `band` stands in
    its place, and `licence_line` is what has to stand wherever a listing is shown.
    """

    number: int
    slug: str
    name: str
    place: str
    kind: str
    lat: float
    lon: float
    reach_km: float
    km: float
    said_km: float | None
    estimate: float | None
    band: str
    licence_line: str


def map_points(
    session: Session, rows: Sequence[Line], centre: Centre | None, first: int
) -> tuple[list[MapPoint], Centre | None]:
    """The points of some rows of a list, in their order and numbered from `first` as the list is; and the centre of
    the map, which without a `centre` is the middle of the points. None where there is no point either.
    """
    places = _nearest_places(session, [row.slug for row in rows], centre)
    centre = centre or _middle(list(places.values()))
    if centre is None:
        return [], None
    numbered = enumerate(rows, first)
    return [_point(number, row, places[row.slug], centre) for number, row in numbered if row.slug in places], centre


def framed(points: Sequence[MapPoint], radius_km: float) -> list[MapPoint]:
    """The points that a map begins with: all inside a radius that is drawn.

    Of a search as far as needed those from the centre on up to the first wide gap, so that one on another continent
    does not make the rest a single spot.
    """
    if radius_km < LARGEST_RING_KM:
        return list(points)
    edge = 0.0
    for km in sorted(one.km for one in points):
        if edge and km > max(WIDE_GAP_KM, GAP * edge):
            break
        edge = km
    return [one for one in points if one.km <= edge]


def _middle(places: Sequence[PublicLocation]) -> Centre | None:
    """The middle of points on the globe, on whichever side of the 180th meridian they lie."""
    if not places:
        return None
    x, y, z = (sum(axis) for axis in zip(*(unit_vector(one.lat, one.lon) for one in places), strict=True))
    if math.hypot(x, y, z) < MOST_EVEN * len(places):
        return Centre(places[0].lat, places[0].lon)
    return Centre(*point_of((x, y, z)))


def bounds_from(parameters: dict[str, str]) -> Bounds:
    """Read the edges of a map in degrees. Raises BadParameter with a sentence."""
    unknown = sorted(set(parameters) - set(EDGES))
    if unknown:
        raise BadParameter(unknown[0][:40], f"A map knows no “{unknown[0][:40]}”. It knows {', '.join(EDGES)}.")
    bounds = Bounds(*(_edge(name, parameters.get(name, ""), most) for name, most in EDGES.items()))
    if bounds.south > bounds.north:
        raise BadParameter("south", "The south of a map lies south of its north.")
    return bounds


def _edge(name: str, typed: str, most: float) -> float:
    try:
        degrees = float(typed)
    except ValueError:
        degrees = math.nan
    if not -most <= degrees <= most:
        raise BadParameter(name, f"The {name} of a map must be a number of degrees from {-most:g} to {most:g}.")
    return degrees


def _nearest_places(session: Session, slugs: Sequence[str], centre: Centre | None) -> dict[str, PublicLocation]:
    found = session.execute(
        select(PublicListing.slug, PublicLocation)
        .join(PublicListing.locations)
        .where(PublicListing.slug.in_(slugs))
        .order_by(PublicLocation.position)
    )
    nearest: dict[str, PublicLocation] = {}
    for slug, place in found:
        known = nearest.get(slug)
        if known is None or (centre and _km(centre, place) < _km(centre, known)):
            nearest[slug] = place
    return nearest


def _km(centre: Centre, place: PublicLocation) -> float:
    return great_circle_km((centre.lat, centre.lon), (place.lat, place.lon))


def _point(number: int, row: Line, place: PublicLocation, centre: Centre) -> MapPoint:
    kind = kind_on_map(place.privacy, place.country)
    return MapPoint(
        number=number,
        slug=row.slug,
        name=row.name,
        place=place.label,
        kind=kind,
        lat=place.lat,
        lon=place.lon,
        reach_km=round(reach_km(kind, (place.lat, place.lon), place.mobile_radius_km), 2),
        km=_km(centre, place),
        said_km=row.km,
        estimate=None if row.source else row.estimate,
        band="" if row.source else row.band,
        licence_line=row.licence_line,
    )
