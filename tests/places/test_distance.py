"""Distances, vectors and bands, without a database."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory_app.places.distance import (
    EARTH_RADIUS_KM,
    KM_PER_MILE,
    bounding_band,
    chord_squared,
    great_circle_km,
    km_from_dot,
    unit_vector,
)

HALF_ROUND = math.pi * EARTH_RADIUS_KM
latitudes = st.floats(-90, 90, allow_nan=False)
longitudes = st.floats(-180, 180, allow_nan=False)
points = st.tuples(latitudes, longitudes)


def dot(a: tuple[float, float], b: tuple[float, float]) -> float:
    return sum(x * y for x, y in zip(unit_vector(*a), unit_vector(*b), strict=True))


def beyond(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """The point `km` away in a direction in radians: the direct formula on the sphere."""
    angle, phi = km / EARTH_RADIUS_KM, math.radians(lat)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing)
    there = math.asin(max(-1.0, min(1.0, sine)))
    turn = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(there)
    )
    return math.degrees(there), (lon + math.degrees(turn) + 540) % 360 - 180


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((51.5074, -0.1278), (48.8566, 2.3522), 343.6),  # London, Paris
        ((40.7128, -74.0060), (34.0522, -118.2437), 3935.7),  # New York, Los Angeles
        ((45.5152, -122.6784), (47.6062, -122.3321), 234.0),  # Portland, Seattle
        ((-33.8688, 151.2093), (-36.8485, 174.7633), 2156.0),  # Sydney, Auckland
        ((35.6762, 139.6503), (37.7749, -122.4194), 8270.0),  # Tokyo, San Francisco, across the 180th meridian
    ],
)
def test_distances_between_cities_are_those_of_the_great_circle(a, b, km):
    assert great_circle_km(a, b) == pytest.approx(km, rel=0.001)


def test_a_quarter_and_a_half_of_the_way_round():
    assert great_circle_km((0, 0), (0, 90)) == pytest.approx(HALF_ROUND / 2)
    assert great_circle_km((90, 0), (-90, 77)) == pytest.approx(HALF_ROUND)
    assert great_circle_km((0, -90), (0, 90)) == pytest.approx(HALF_ROUND)


def test_at_a_pole_longitude_means_nothing():
    assert great_circle_km((90, 10), (90, -130)) == pytest.approx(0, abs=1e-6)


def test_the_two_sides_of_the_180th_meridian_are_neighbours():
    assert great_circle_km((0, 179.9), (0, -179.9)) == pytest.approx(22.24, abs=0.01)


def test_a_mile_is_exact():
    assert KM_PER_MILE == 1.609344


@given(points, points)
def test_the_dot_product_of_unit_vectors_gives_the_same_distance(a, b):
    assert km_from_dot(dot(a, b)) == pytest.approx(great_circle_km(a, b), abs=0.5)


@given(points)
def test_a_unit_vector_has_length_one(point):
    assert math.hypot(*unit_vector(*point)) == pytest.approx(1)


@given(st.floats(0, 20_015), st.floats(0, 20_015))
def test_a_longer_way_has_a_longer_chord(a, b):
    assert (chord_squared(a) <= chord_squared(b)) == (a <= b) or abs(a - b) < 1e-3


@given(points, points)
def test_the_chord_is_that_of_the_unit_vectors(a, b):
    straight = math.dist(unit_vector(*a), unit_vector(*b)) ** 2
    assert chord_squared(great_circle_km(a, b)) == pytest.approx(straight, abs=1e-9)


@given(points, st.floats(0, 20_015), st.floats(0, 2 * math.pi), st.floats(0, 1))
@example((89.9, 0.0), 50.0, math.pi, 1.0)
@example((-90.0, 0.0), 10.0, 1.0, 1.0)
@example((10.0, 180.0), 100.0, 1.5, 1.0)
@example((10.0, -180.0), 100.0, 4.5, 1.0)
@example((60.0, 179.5), 500.0, math.pi / 2, 1.0)
def test_a_band_holds_every_point_of_its_circle(centre, km, bearing, share):
    lat, lon = beyond(*centre, bearing, km * share)
    band = bounding_band(*centre, km)
    assert band.south <= lat <= band.north
    assert any(west <= lon <= east for west, east in band.meridians)


@given(points, st.floats(0, 30_000))
def test_a_band_stays_on_the_map(centre, km):
    south, north, meridians = bounding_band(*centre, km)
    assert -90.1 <= south <= north <= 90.1
    assert 1 <= len(meridians) <= 2
    assert all(-180 <= west <= east <= 180 for west, east in meridians)


def test_a_band_is_no_wider_than_it_must_be():
    band = bounding_band(45.0, -120.0, 100.0)
    assert band.north - band.south == pytest.approx(2 * math.degrees(100 / EARTH_RADIUS_KM), abs=1e-5)
    ((west, east),) = band.meridians
    assert east - west == pytest.approx((band.north - band.south) * math.sqrt(2), rel=0.001)


def test_a_circle_over_a_pole_takes_all_longitudes():
    assert bounding_band(89.5, 20.0, 100.0).meridians == ((-180.0, 180.0),)
    assert bounding_band(89.5, 20.0, 100.0).north == 90.0


def test_a_circle_across_the_180th_meridian_has_two_ranges():
    (west, _), (_, east) = bounding_band(0.0, 179.5, 100.0).meridians
    assert 178 < west < 180
    assert -180 < east < -179


@pytest.mark.parametrize("lon", [180.0, -180.0])
def test_both_names_of_the_180th_meridian_are_found_from_either_side(lon):
    for centre in (179.9, -179.9, 180.0, -180.0):
        band = bounding_band(0.0, centre, 50.0)
        assert any(west <= lon <= east for west, east in band.meridians)
