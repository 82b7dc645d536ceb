"""Names on a map, and how far from its public point a place may be drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_app.models import Privacy
from directory_app.places import Bounds, largest_within, public_point, reach_km
from directory_app.places.distance import great_circle_km


def test_the_largest_towns_come_first_and_no_more_than_asked(session):
    towns = largest_within(session, Bounds(45.0, -123.5, 46.0, -122.0), 3)
    assert towns[0].name == "Portland"
    assert [one.population for one in towns] == sorted((one.population for one in towns), reverse=True)
    assert len(towns) == 3


def test_bounds_across_the_180th_meridian_hold_both_sides(session):
    towns = largest_within(session, Bounds(-25.0, 175.0, -10.0, -170.0), 50)
    assert "Suva" in [one.name for one in towns]
    assert any(one.lon < 0 for one in towns)
    assert all(one.lon >= 175 or one.lon <= -170 for one in towns)


@given(lat=st.floats(-89, 89), lon=st.floats(-180, 180))
def test_the_circle_of_an_area_always_holds_the_private_point(lat, lon):
    point = public_point(Privacy.AREA, lat, lon, (0.0, 0.0))
    reach = reach_km(Privacy.AREA, point, None)
    assert great_circle_km((lat, lon), point) <= reach * 1.01
    assert reach < 2


@pytest.mark.parametrize(
    ("privacy", "mobile", "expected"),
    [
        (Privacy.EXACT, None, 0.0),
        (Privacy.MOBILE, 24.0, 24.0),
        (Privacy.MOBILE, None, 5.0),
        (Privacy.POSTAL_CODE, None, 5.0),
        (Privacy.AREA, None, 5.0),
    ],
)
def test_what_has_no_cell_is_drawn_as_large_as_it_is_vague(privacy, mobile, expected):
    assert reach_km(privacy, (45.5, -122.6), mobile) == expected
