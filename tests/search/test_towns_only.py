"""A therapist in a country whose postal codes we have no data on: only the middle of the town is known."""

from __future__ import annotations

import json

import pytest

from directory_app.models import Privacy

from ..factories import PORTLAND, make_listing

LONDON = {
    "city": "London",
    "region": "England",
    "postal_code": "E8 3QW",
    "country": "GB",
    "lat": 51.50853,
    "lon": -0.12574,
}


@pytest.fixture(params=[Privacy.EXACT, Privacy.AREA, Privacy.POSTAL_CODE])
def hackney(request, session):
    return make_listing(session, "published", name="Imogen Hackney", place={**LONDON, "privacy": request.param})


def test_no_distance_is_made_up_inside_the_town(browser, hackney):
    page = browser.open("/search?place=London&radius=25")
    row = page.soup.select_one(".listing-row")
    assert "Imogen Hackney" in row.text
    assert "London" in row.select_one(".listing-place").text
    assert not row.select(".distance")
    assert "about 47 mi away" in browser.open("/search?place=Brighton, UK&radius=100").text


def test_the_map_draws_a_town_and_no_pin(browser, hackney):
    [point] = json.loads(browser.open("/search/map/points?place=London").html)["listings"]
    assert (point["kind"], point["reach_km"], point["away"]) == ("town", 8, "")


def test_the_profile_says_that_only_the_town_is_known(browser, hackney):
    page = browser.open(f"/therapists/{hackney.slug}")
    assert "Somewhere in this town or near it. On our map we know only where its middle is." in page.text
    assert "middle of the postal code" not in page.text
    data = json.loads(page.soup.select_one("script[type='application/ld+json']").string)
    assert "51.50853" not in json.dumps(data)
    assert "London" in json.dumps(data)


def test_who_comes_to_clients_keeps_the_circle_they_travel_in(browser, session):
    place = {**LONDON, "privacy": Privacy.MOBILE, "mobile_radius_km": 15.0}
    make_listing(session, "published", name="Mobile", place=place)
    [point] = json.loads(browser.open("/search/map/points?place=London").html)["listings"]
    assert (point["kind"], point["reach_km"]) == ("mobile", 15)


def test_where_postal_codes_are_known_the_distance_is_said(browser, session):
    make_listing(session, "published", place=PORTLAND)
    assert browser.open("/search?place=Portland, OR").soup.select_one(".distance").text == "under 1 mi"
