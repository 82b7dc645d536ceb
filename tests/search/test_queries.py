"""Search against plain reckoning: great-circle distances of every listing, one by one."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select

from directory_app.models import PublicListing, PublicLocation
from directory_app.places.distance import KM_PER_MILE, great_circle_km, unit_vector
from directory_app.search.criteria import Criteria, Order
from directory_app.search.queries import BEYOND, PAGE_SIZE, Centre, find_listings, nearest_beyond

from ..factories import make_listing

CENTRES = {
    "a city": Centre(45.5152, -122.6784),
    "beside the 180th meridian": Centre(-17.8, 179.9),
    "near the north pole": Centre(89.5, 30.0),
    "the equator": Centre(0.0, 0.0),
}


def put(public: PublicListing, number: int, lat: float, lon: float) -> None:
    """Move one place of a public listing."""
    place = public.locations[number]
    place.lat, place.lon = lat, lon
    place.x, place.y, place.z = unit_vector(lat, lon)


def published(session, count: int) -> list[PublicListing]:
    for _ in range(count):
        make_listing(session, "published")
    return list(session.scalars(select(PublicListing).order_by(PublicListing.listing_id)))


def scattered(session, centre: Centre, count: int = 28) -> list[PublicListing]:
    """Listings from a few metres to a few thousand kilometres around a centre, with scores of their own."""
    source = random.Random(5)
    everybody = published(session, count)
    for public in everybody:
        spread = 10 ** source.uniform(-3, 1.4)
        lat = max(-90.0, min(90.0, centre.lat + source.gauss(0, spread)))
        put(public, 0, lat, (centre.lon + source.gauss(0, spread) + 180) % 360 - 180)
        public.rank_score = public.locations[0].rank_score = round(source.uniform(2, 64), 3)
    session.flush()
    return everybody


def km(public: PublicListing, centre: Centre) -> float:
    return min(great_circle_km((centre.lat, centre.lon), (place.lat, place.lon)) for place in public.locations)


def fit(public: PublicListing, centre: Centre) -> float:
    return 0.7 * public.rank_score + 30 / (1 + (km(public, centre) / KM_PER_MILE / 15) ** 2)


REASONS = {
    Order.NEAREST: lambda public, centre: km(public, centre),
    Order.MOST_CLINICAL: lambda public, _: -public.rank_score,
    Order.BEST_FIT: lambda public, centre: -fit(public, centre),
}


@pytest.mark.every_database
@pytest.mark.parametrize("centre", CENTRES.values(), ids=CENTRES)
def test_a_circle_holds_those_whose_great_circle_distance_is_within_it_in_every_order(session, centre):
    everybody = scattered(session, centre)
    for radius in (0.5, 5.0, 50.0, 500.0, 20_000.0):
        inside = [public for public in everybody if km(public, centre) <= radius]
        for order, reason in REASONS.items():
            page = find_listings(session, centre, Criteria(radius=radius, unit="km", order=order))
            wanted = sorted(inside, key=lambda public, reason=reason: (reason(public, centre), public.listing_id))
            assert page.total == len(inside), (radius, order)
            assert [row.slug for row in page.rows] == [public.slug for public in wanted][:PAGE_SIZE], (radius, order)


def test_distances_of_rows_are_great_circle_distances(session):
    centre = CENTRES["a city"]
    by_slug = {public.slug: public for public in scattered(session, centre)}
    page = find_listings(session, centre, Criteria(radius=20_000, unit="km", order=Order.NEAREST))
    assert [row.km for row in page.rows] == [km(by_slug[row.slug], centre) for row in page.rows]


def test_a_listing_with_two_places_stands_once_with_the_nearer_one(session):
    centre = CENTRES["a city"]
    near, far = published(session, 2)
    put(far, 0, centre.lat + 0.1, centre.lon)
    place = {c.name: getattr(near.locations[0], c.name) for c in PublicLocation.__table__.columns if c.name != "id"}
    near.locations.append(PublicLocation(**{**place, "position": 1, "label": "The nearer place"}))
    put(near, 0, centre.lat + 0.2, centre.lon)
    put(near, 1, centre.lat + 0.01, centre.lon)
    session.flush()
    page = find_listings(session, centre, Criteria(order=Order.NEAREST))
    assert page.total == 2
    assert [(row.slug, row.place) for row in page.rows] == [
        (near.slug, "The nearer place"),
        (far.slug, far.locations[0].label),
    ]


def test_pages_together_hold_everybody_once_and_one_past_the_last_is_the_last(session):
    centre = CENTRES["the equator"]
    everybody = scattered(session, centre)
    pages = [find_listings(session, centre, Criteria(radius=20_000, unit="km", page=number)) for number in (1, 2, 3)]
    assert [page.total for page in pages] == [len(everybody)] * 3
    assert [len(page.rows) for page in pages] == [20, 8, 8]
    assert pages[2] == pages[1]
    assert {row.slug for page in pages for row in page.rows} == {public.slug for public in everybody}


def test_the_nearest_beyond_are_the_ten_nearest(session):
    centre = CENTRES["the equator"]
    everybody = scattered(session, centre)
    for number, public in enumerate(everybody):
        put(public, 0, 0.5 + number / 10, 0.0)
    session.flush()
    wanted = sorted(everybody, key=lambda public: km(public, centre))[:BEYOND]
    assert [row.slug for row in nearest_beyond(session, centre, Criteria(radius=40, unit="km"))] == [
        public.slug for public in wanted
    ]


@pytest.mark.every_database
@pytest.mark.parametrize(("unit", "farthest"), [("km", 440.0), ("mi", 290 * KM_PER_MILE)])
def test_nobody_is_shown_beyond_that_is_more_than_a_journey_away(session, unit, farthest):
    centre = CENTRES["the equator"]
    degree = great_circle_km((0.0, 0.0), (1.0, 0.0))
    near, far = published(session, 2)
    put(near, 0, (farthest - 0.1) / degree, 0.0)
    put(far, 0, -(farthest + 0.1) / degree, 0.0)
    session.flush()
    assert [row.slug for row in nearest_beyond(session, centre, Criteria(radius=40, unit=unit))] == [near.slug]
    assert nearest_beyond(session, centre, Criteria(radius=None, unit=unit, words="zeppelin")) == []


def test_an_empty_directory_gives_an_empty_page(session):
    page = find_listings(session, CENTRES["a city"], Criteria())
    assert (page.total, page.rows) == (0, [])
    assert nearest_beyond(session, CENTRES["a city"], Criteria(radius=40, unit="km")) == []
