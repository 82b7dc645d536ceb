"""Distances on the earth as a sphere: great circles, unit vectors for arithmetic in SQL, bands for its indexes."""

from __future__ import annotations

import math
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG R1)."""

KM_PER_MILE = 1.609344
"""Kilometres in an international mile, exact by definition."""

# A hair (about 1 cm) around a band, so that rounding never leaves out a point on the edge.
_HAIR = 1e-7

Point = tuple[float, float]


class Band(NamedTuple):
    """Limits in degrees: latitudes from south to north, and one or two ranges of longitude from west to east."""

    south: float
    north: float
    meridians: tuple[tuple[float, float], ...]


def great_circle_km(a: Point, b: Point) -> float:
    """Kilometres along the great circle between two (latitude, longitude) points in degrees; haversine formula.

    Good to 0.5 % against the ellipsoid. 0 to half the circumference, 20015.1.
    """
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    across = math.sin((lat_b - lat_a) / 2) ** 2
    along = math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, across + math.cos(lat_a) * math.cos(lat_b) * along)))


def unit_vector(lat: float, lon: float) -> tuple[float, float, float]:
    """The point in degrees as x, y, z on a sphere of radius 1: x at (0, 0), z at the north pole."""
    phi, theta = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def point_of(vector: tuple[float, float, float]) -> Point:
    """The point in degrees in the direction of a vector of any length; (0, 0) for one without a direction."""
    x, y, z = vector
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def chord_squared(km: float) -> float:
    """Squared straight distance of two unit vectors `km` apart along the great circle: 0 to 4, rising with km."""
    angle = min(max(km, 0.0) / EARTH_RADIUS_KM, math.pi)
    return 4 * math.sin(angle / 2) ** 2


def km_from_dot(dot: float) -> float:
    """Kilometres between two points whose unit vectors have this dot product; good to about 0.1 m."""
    return EARTH_RADIUS_KM * math.acos(min(1.0, max(-1.0, dot)))


def bounding_band(lat: float, lon: float, km: float) -> Band:
    """The smallest band that holds every point within `km` of the point in degrees.

    A circle over a pole takes all longitudes; one across the 180th meridian has two ranges.
    """
    reach = math.degrees(min(max(km, 0.0) / EARTH_RADIUS_KM, math.pi)) + _HAIR
    south, north = lat - reach, lat + reach
    if south <= -90 or north >= 90:
        return Band(max(south, -90.0), min(north, 90.0), ((-180.0, 180.0),))
    sine = math.sin(math.radians(reach)) / math.cos(math.radians(lat))
    wide = math.degrees(math.asin(min(1.0, sine))) + _HAIR
    return Band(south, north, _meridians(lon - wide, lon + wide))


def _meridians(west: float, east: float) -> tuple[tuple[float, float], ...]:
    if east - west >= 360:
        return ((-180.0, 180.0),)
    if west < -180:
        return ((west + 360, 180.0), (-180.0, east))
    if east > 180:
        return ((west, 180.0), (-180.0, east - 360))
    return ((west, east),)
