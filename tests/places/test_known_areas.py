"""Regions, quarters and small towns that people type: what is offered for them, and that all of it can be searched."""

from __future__ import annotations

from collections import Counter

import pytest

from directory_app.places import UnknownPlace, find_place
from directory_app.places.distance import great_circle_km
from directory_app.places.folding import fold
from directory_app.places.known_areas import every_area

from ..factories import EUGENE, make_listing

# A region of one country is seldom longer; towns farther apart are a slip in the file. The West and East Coast are.
FARTHEST_KM = 1200
COASTS = {"East Coast", "West Coast", "Great Plains", "Gulf Coast", "Midwest", "Middle West", "American Midwest"}
WIDE = {"Prairies", "Canadian Prairies", "The Prairies", "Canary Islands", "Gran Canaria", "Islas Canarias"}


def offered(session, text):
    with pytest.raises(UnknownPlace) as unknown:
        find_place(session, text)
    return unknown.value


def test_every_town_of_every_area_is_a_place_under_that_very_label(places):
    labels = {label for area in every_area() for label in area.towns}
    assert len(labels) > 500
    wrong = [label for label in sorted(labels) if find_place(places, label).label != label]
    assert wrong == []


def test_the_towns_of_an_area_lie_near_each_other(places):
    far = []
    for area in every_area():
        towns = [find_place(places, label) for label in area.towns]
        first = towns[0]
        apart = max(great_circle_km((first.lat, first.lon), (one.lat, one.lon)) for one in towns)
        if apart > FARTHEST_KM and area.name not in COASTS | WIDE:
            far.append((area.name, round(apart)))
    assert far == []


def test_no_area_hides_a_place_of_its_own_name_nearby(places):
    """Where the place data have the quarter or town itself, the search starts from that."""
    hidden = []
    for area in every_area():
        found = offered(places, area.name) if not _known(places, area.name) else None
        if found is None or found.area is None:
            continue
        first = find_place(places, area.towns[0])
        for label in found.suggestions[len(area.towns) :]:
            other = find_place(places, label)
            near = great_circle_km((first.lat, first.lon), (other.lat, other.lon)) < 25
            if near and area.kind != "region" and fold(other.city) == fold(area.name):
                hidden.append((area.name, label))
    assert hidden == []


def _known(session, text):
    try:
        find_place(session, text)
    except UnknownPlace:
        return False
    return True


def test_an_area_is_named_once_in_each_country_and_has_a_known_kind():
    named = Counter((fold(area.name).removeprefix("the "), area.towns[0].rpartition(", ")[2]) for area in every_area())
    assert [name for name, times in named.items() if times > 1] == []
    assert {area.kind for area in every_area()} == {"region", "quarter", "town"}
    assert all(1 <= len(area.towns) <= 5 for area in every_area())


@pytest.mark.parametrize(
    ("text", "first"),
    {
        "Bay Area": "San Francisco, CA",
        "the bay area, california": "San Francisco, CA",
        "Twin Cities": "Minneapolis, MN",
        "Long Island, NY": "Hempstead, NY",
        "South Florida": "Miami, FL",
        "New England": "Boston, MA",
        "Home Counties": "London, United Kingdom",
        "The Cotswolds": "Cheltenham, United Kingdom",
        "Lake District UK": "Kendal, United Kingdom",
        "Peak District": "Buxton, United Kingdom",
        "Kent, England": "Maidstone, United Kingdom",
        "Hackney": "London, United Kingdom",
        "hackney, london": "London, United Kingdom",
        "Leith": "Edinburgh, United Kingdom",
        "GTA": "Toronto, ON, Canada",
        "Bayern": "Munich, Germany",
        "Byron Bay NSW": "Gold Coast, QLD, Australia",
    }.items(),
)
def test_an_area_offers_the_towns_in_it_or_near_it(places, text, first):
    unknown = offered(places, text)
    assert unknown.suggestions[0] == first
    assert unknown.area is not None


@pytest.mark.parametrize(
    ("text", "label"),
    {
        "Kent": "Kent, WA",
        "New England, ND": "New England, ND",
        "Ballard, UT": "Ballard, UT",
        "Brixton": "Brixton, United Kingdom",
    }.items(),
)
def test_a_town_that_is_meant_by_the_same_name_is_still_found(places, text, label):
    assert find_place(places, text).label == label


@pytest.mark.parametrize(
    ("text", "label"),
    {
        "Kendal, Cumbria": "Kendal, United Kingdom",
        "kendal cumbria": "Kendal, United Kingdom",
        "Bath, Somerset, UK": "Bath, United Kingdom",
        "York, North Yorkshire": "York, United Kingdom",
        "Ashford, Kent": "Ashford, United Kingdom",
        "Newport, Isle of Wight": "Newport, England, United Kingdom",
        "Tralee, Co. Kerry": "Tralee, Ireland",
        "Bray, County Wicklow, Ireland": "Bray, Ireland",
        "Cork, Co Cork": "Cork, Ireland",
        "Sydney NSW 2000": "Sydney, NSW, Australia",
        "Auckland 1010": "Auckland, New Zealand",
        "8001 Zürich": "Zürich, Switzerland",
        "1012 AB Amsterdam": "Amsterdam, The Netherlands",
    }.items(),
)
def test_a_town_is_found_with_its_county_or_a_code_behind_it(places, text, label):
    assert find_place(places, text).label == label


@pytest.mark.parametrize("text", ["Cambridge, Kent", "Tralee, Co. Mayo", "2000", "Bath, Cumbria"])
def test_a_county_far_away_and_a_bare_code_find_nothing(places, text):
    assert offered(places, text)


@pytest.mark.parametrize(
    ("text", "first"),
    {
        "Keswick, Cumbria": "Kendal, United Kingdom",
        "Killarney, Co. Kerry": "Tralee, Ireland",
        "Westport, Co. Mayo": "Sligo, Ireland",
        "Whistler": "Squamish, BC, Canada",
        "Margaret River WA 6285": "Busselton, WA, Australia",
        "Bright, VIC": "Wangaratta, VIC, Australia",
        "Richmond, North Yorkshire": "Darlington, United Kingdom",
        "Jackson Hole": "Jackson, WY",
    }.items(),
)
def test_a_small_town_leads_to_the_nearest_that_is_known(places, text, first):
    found = offered(places, text)
    assert (found.area.kind, found.suggestions[0]) == ("town", first)


@pytest.mark.parametrize("text", ["Westport", "Sandwich", "Golden", "Cromwell"])
def test_a_namesake_does_not_stand_in_front_of_the_town_that_is_known(places, text):
    assert find_place(places, text).city == text


def test_a_small_town_of_the_same_name_is_offered_behind_the_region(places):
    assert offered(places, "New England").suggestions[-1] == "New England, ND"
    assert offered(places, "Suffolk").suggestions[-1] == "Suffolk, VA"


def test_both_databases_offer_the_same(session, places):
    assert offered(session, "Long Island, NY").suggestions == offered(places, "Long Island, NY").suggestions


@pytest.mark.parametrize(
    ("typed", "heading", "sentence", "towns"),
    [
        ("bay area", "Where in Bay Area?", "That is a whole region.", ["San Francisco, CA", "Oakland, CA"]),
        ("Hackney", "Hackney is not in our list", "Search around the city", ["London, United Kingdom"]),
        ("Byron Bay", "Byron Bay is not in our list", "Search around a town near it.", ["Gold Coast, QLD, Australia"]),
    ],
)
def test_a_visitor_reads_what_it_is_and_searches_around_a_town(browser, session, typed, heading, sentence, towns):
    make_listing(session, "published", name="Ove Berg", place=EUGENE)
    page = browser.open(f"/search?place={typed}&words=berg")
    assert page.h1 == heading
    assert sentence in page.text
    links = [one.text for one in page.soup.select(".suggestions a")]
    assert links[: len(towns)] == towns
    assert browser.follow(towns[0]).h1 == f"Massage therapists near {towns[0]}"


def test_the_willamette_valley_leads_to_the_therapist_in_it(browser, session):
    make_listing(session, "published", name="Ove Berg", place=EUGENE)
    browser.open("/search?place=Willamette Valley")
    assert "Ove Berg" in browser.follow("Eugene, OR").text
