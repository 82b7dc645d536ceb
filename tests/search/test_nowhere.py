"""A search without a place: what its order is, and a map of whom it found."""

from __future__ import annotations

import json

import pytest

from ..factories import RELAXING, make_listing

BOSTON = {"city": "Boston", "region": "MA", "postal_code": "02108", "country": "US", "lat": 42.36, "lon": -71.06}


def pacific(country, lat, lon):
    return {"city": "Harbour", "region": "", "postal_code": "", "country": country, "lat": lat, "lon": lon}


@pytest.mark.parametrize("order", ["best-fit", "nearest"])
def test_the_line_above_the_list_says_the_order_that_the_form_shows(browser, session, order):
    make_listing(session, "published", name="Rosa Relaxing", answers=RELAXING)
    make_listing(session, "published", name="Cem Clinical")
    page = browser.open(f"/search?words=corner&order={order}")
    line = page.soup.select_one(".results-count").text
    assert "best fit first" in line
    assert "most clinical first" not in line
    assert ("no place to be near to" in line) == (order == "nearest")
    assert [row.text.split()[0] for row in page.soup.select(".listing-name")] == ["Cem", "Rosa"]


def points(browser, query):
    return json.loads(browser.open(f"/search/map/points?{query}").html)


def test_a_map_without_a_place_shows_the_results_wherever_they_are(browser, session):
    make_listing(session, "published", name="Ada Portland")
    make_listing(session, "published", name="Bea Boston", place=BOSTON)
    page = browser.open("/search?words=corner")
    page = browser.follow("Show map")
    assert "The map shows the therapists of this page, wherever they are." in page.text
    names = [row.text.strip() for row in page.soup.select(".listing-name a")]
    assert len(page.soup.select(".map-sketch .sketch-sign")) == 2
    # Nobody asked for a circle or stands at its middle.
    assert not page.soup.select(".map-ring, .map-here, [data-legend=ring]")
    found = points(browser, "words=corner")
    assert [one["name"] for one in found["listings"]] == names
    assert {one["away"] for one in found["listings"]} == {""}
    assert (found["centre"]["label"], found["radius_km"]) == ("", None)
    assert -122 < found["centre"]["lon"] < -71


def test_its_middle_lies_between_places_on_both_sides_of_the_180th_meridian(browser, session):
    make_listing(session, "published", name="Ada Suva", place=pacific("FJ", -18.14, 178.44))
    make_listing(session, "published", name="Bea Apia", place=pacific("WS", -13.83, -171.76))
    centre = points(browser, "words=corner")["centre"]
    assert abs(centre["lon"]) > 170
    assert -19 < centre["lat"] < -13


def test_further_pages_are_further_maps(browser, session):
    for number in range(21):
        make_listing(session, "published", name=f"Ada {number}")
    assert [one["number"] for one in points(browser, "words=corner&page=2")["listings"]] == [21]


def test_where_nobody_is_found_there_is_no_map(browser, session):
    make_listing(session, "published")
    page = browser.open("/search/map?words=zzyzx")
    assert not page.soup.select("[data-map]")
    assert points(browser, "words=zzyzx")["listings"] == []


def test_a_county_is_not_in_the_list_and_the_page_says_what_to_type(browser):
    page = browser.open("/search?place=Multnomah County, OR")
    assert "Counties are not in our list: type a city in yours, or use a postal code." in page.text
