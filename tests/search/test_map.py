"""The map beside the results: the same listings in the same order, and nothing more exact than what is public."""

from __future__ import annotations

import json
import math

import pytest
from sqlalchemy import select

from directory_app import create_app
from directory_app.errors import InsecureConfiguration
from directory_app.models import Location, Privacy
from directory_app.places import public_point
from directory_app.places.distance import great_circle_km
from directory_app.search.queries import PAGE_SIZE

from ..browser import words
from ..factories import EUGENE, PORTLAND, RELAXING, SALEM, make_listing, make_unclaimed

AROUND = "place=Portland, OR&radius=250"
TILES = {"MAP_TILES": "https://tiles.example.org/{z}/{x}/{y}.png", "MAP_TILES_CREDIT": "Example maps"}


def points(browser, query=AROUND):
    page = browser.open(f"/search/map/points?{query}")
    assert page.status == 200, page.text
    return json.loads(page.html)


def names(page):
    return [row.get_text(" ").split(" LMT")[0].strip() for row in page.soup.select(".listing-name")]


@pytest.mark.parametrize("order", ["best-fit", "nearest", "most-clinical"])
def test_the_map_has_the_listings_of_the_list_in_its_order(browser, session, order):
    make_listing(session, "published", name="Ada Near", answers=RELAXING)
    make_listing(session, "published", name="Bea Middle", place=SALEM)
    make_listing(session, "published", name="Cem Far", place=EUGENE)
    make_listing(session, "submitted", name="Wilma Waiting")
    listed = names(browser.open(f"/search?{AROUND}&order={order}"))
    found = points(browser, f"{AROUND}&order={order}")["listings"]
    assert [one["name"] for one in found] == listed
    assert [one["number"] for one in found] == [1, 2, 3]
    assert names(browser.open(f"/search/map?{AROUND}&order={order}")) == listed


def test_numbers_go_on_over_the_pages_as_in_the_list(browser, session):
    for number in range(PAGE_SIZE + 2):
        make_listing(session, "published", name=f"Therapist {number:02}")
    found = points(browser, f"{AROUND}&page=2")["listings"]
    page = browser.open(f"/search/map?{AROUND}&page=2")
    assert [one["number"] for one in found] == [PAGE_SIZE + 1, PAGE_SIZE + 2]
    assert page.soup.select_one(".listing-rows")["start"] == str(PAGE_SIZE + 1)
    assert page.link("Previous").startswith("/search/map?")


def test_whoever_nobody_has_claimed_has_no_score_on_the_map_as_in_the_list(browser, session):
    make_unclaimed(session, name="Nora Early")
    found = points(browser, AROUND)["listings"]
    assert [(one["name"], one["score"], one["style"]) for one in found] == [("Nora Early", "", "")]


def test_a_point_says_what_the_row_says(browser, session):
    listing = make_listing(session, "published", name="Ada Near", place=SALEM)
    page = browser.open(f"/search?{AROUND}&unit=km")
    [one] = points(browser, f"{AROUND}&unit=km")["listings"]
    assert one["address"] == f"/therapists/{listing.slug}" == page.link("Ada Near")
    assert one["away"] == page.soup.select_one(".distance").text
    assert one["score"] == page.soup.select_one(".score-number").text
    assert one["place"] in page.text


def test_a_private_place_is_an_area_around_its_public_point_and_tells_nothing_else(browser, session):
    private = (45.51234, -122.65432)
    public = public_point(Privacy.AREA, *private, private)
    place = {**PORTLAND, "street": "77 Secret Lane", "private_lat": private[0], "private_lon": private[1]}
    make_listing(
        session, "published", name="Ada Hidden", place={**place, "public_lat": public[0], "public_lon": public[1]}
    )
    answer = browser.open(f"/search/map/points?{AROUND}")
    [one] = json.loads(answer.html)["listings"]
    assert (one["lat"], one["lon"]) == public
    assert one["kind"] == "area"
    assert great_circle_km(private, public) < one["reach_km"] < 2
    page = browser.open(f"/search/map?{AROUND}")
    for told in (answer.html, page.html):
        for secret in ("Secret Lane", "45.5123", "122.6543"):
            assert secret not in told
    assert set(one) == {
        "number", "slug", "name", "place", "kind", "lat", "lon", "reach_km", "away", "score", "address",
        "style", "licence", "framed",
    }  # fmt: skip


def test_an_address_is_a_pin_and_everything_else_has_a_reach(browser, session):
    for privacy in Privacy:
        facts = {"mobile_radius_km": 30.0} if privacy is Privacy.MOBILE else {}
        make_listing(session, "published", name=privacy.value, place={**PORTLAND, "privacy": privacy, **facts})
    reach = {one["kind"]: one["reach_km"] for one in points(browser)["listings"]}
    assert reach.pop("exact") == 0
    assert reach.pop("mobile") == 30
    assert reach.pop("postal_code") >= 5
    # Its point is no middle of a cell but that of a postal code.
    assert reach.pop("area") >= 5
    assert not reach


def test_of_several_places_the_map_shows_the_one_that_the_list_measures(browser, session):
    from directory_app import publishing

    from ..factories import make_location

    listing = make_listing(session, "published", name="Ada Twice", place=EUGENE)
    revision = listing.revisions[-1]
    revision.locations.append(make_location(**SALEM, position=1))
    session.flush()
    publishing.publish(session, revision)
    [one] = points(browser)["listings"]
    assert one["place"] == "Salem, OR"
    assert len(session.scalars(select(Location)).all()) == 2


def test_where_nobody_is_in_reach_the_map_shows_the_nearest_beyond(browser, session):
    make_listing(session, "published", name="Bea Far", place=EUGENE)
    page = browser.open("/search/map?place=Portland, OR&radius=10")
    assert names(page) == ["Bea Far"]
    [one] = points(browser, "place=Portland, OR&radius=10")["listings"]
    assert (one["name"], one["number"], one["away"]) == ("Bea Far", 1, "about 104 mi")


@pytest.mark.parametrize("path", ["/search/map", "/search/map/points"])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("place=Portland, OR&radius=-3", "above zero"),
        ("place=Portland, OR&colour=red", "knows no"),
        ("place=Portland, OR&page=x", "whole number"),
    ],
)
def test_nonsense_is_answered_with_a_sentence(browser, path, query, sentence):
    page = browser.open(f"{path}?{query}")
    assert page.status == 400
    assert sentence in page.text


@pytest.mark.parametrize("place", ["", "Prtland, OR"])
def test_there_are_no_points_around_an_unknown_place(browser, place):
    page = browser.open(f"/search/map/points?place={place}")
    assert page.status == 400
    assert "do not know that place" in page.text


def test_the_map_page_without_a_place_asks_for_one(browser):
    assert browser.open("/search/map?place=Prtland, OR").h1 == "We do not know that place"
    assert browser.open("/search/map").status == 200


def test_the_list_loads_nothing_of_the_map(browser, session):
    make_listing(session, "published")
    plain, opened = browser.open(f"/search?{AROUND}").html, browser.open(f"/search/map?{AROUND}").html
    for part in ("leaflet", "map.js", "map.css", "topojson", "data-points"):
        assert part not in plain
        assert part in opened


def test_without_scripts_a_still_map_shows_the_same_results_under_their_numbers(browser, session):
    make_listing(session, "published", name="Ada Near", place={**PORTLAND, "privacy": Privacy.EXACT})
    make_listing(session, "published", name="Bea Middle", place=SALEM)
    make_listing(session, "published", name="Cem Far", place=EUGENE)
    page = browser.open(f"/search/map?{AROUND}&order=nearest")
    still = page.soup.select_one("noscript svg")
    signs = {sign.text: sign for sign in still.select(".sketch-sign text")}
    assert set(signs) == {"1", "2", "3"}
    assert [float(signs[n]["y"]) for n in "123"] == sorted(float(signs[n]["y"]) for n in "123")
    assert len(still.select(".map-area")) == 2
    assert "Portland" not in [name.text for name in still.select(".sketch-town")], "its sign covers it"
    assert still.select(".sketch-town")
    assert len(still.select_one(".sketch-lines")["d"]) > 20
    assert any(land["d"] for land in still.select(".sketch-land"))
    assert names(page) == ["Ada Near", "Bea Middle", "Cem Far"]


LONDON = {"city": "London", "region": "England", "country": "GB", "postal_code": "", "lat": 51.5085, "lon": -0.1257}
READING = {**LONDON, "city": "Reading", "lat": 51.4562, "lon": -0.9711}


def test_as_far_as_needed_the_map_begins_with_those_around_the_place(browser, session):
    for name, place in (("Ada Near", LONDON), ("Bea Near", READING), ("Cem Far", PORTLAND), ("Dov Far", EUGENE)):
        make_listing(session, "published", name=name, place=place)
    around = "place=London&radius=any"
    found = points(browser, around)["listings"]
    assert {one["name"]: one["framed"] for one in found} == {
        "Ada Near": True,
        "Bea Near": True,
        "Cem Far": False,
        "Dov Far": False,
    }
    page = browser.open(f"/search/map?{around}")
    assert len(page.soup.select("noscript svg .sketch-sign")) in (1, 2)
    assert "2 of this page are farther away, beyond the edge of the map." in page.text
    assert all(one["framed"] for one in points(browser, "place=London&radius=2000")["listings"])


def test_where_everybody_is_far_away_the_map_reaches_to_the_nearest(browser, session):
    make_listing(session, "published", name="Cem Far")
    make_listing(session, "published", name="Dov Far", place=EUGENE)
    found = points(browser, "place=London&radius=any")["listings"]
    assert [one["framed"] for one in found] == [True, True]


@pytest.mark.parametrize("place", ["Suva, Fiji", "Utqiagvik, AK", "Reykjavik", "Toronto", "Tromsø, Norway"])
def test_a_still_map_can_be_drawn_anywhere(browser, session, place):
    make_listing(session, "published")
    page = browser.open(f"/search/map?place={place}&radius=any")
    assert page.status == 200
    still = page.soup.select_one("noscript svg")
    assert still.select(".sketch-sign")
    assert "nan" not in str(still)
    assert len(page.html.encode()) < 250_000


def test_list_and_map_lead_to_each_other_with_the_same_search(browser, session):
    make_listing(session, "published", name="Ada Near")
    query = "place=Portland,+OR&radius=50&unit=km&order=nearest"
    page = browser.open(f"/search?{query}")
    assert page.link("Show map") == f"/search/map?{query}#view"
    back = browser.open(f"/search/map?{query}").soup.select_one(".view-toggle a")
    assert (words(back), back["href"]) == ("List", f"/search?{query}#view")


@pytest.mark.parametrize(
    "query",
    [
        "place=Portland, OR&with=accepting&words=hip",
        "place=Portland, OR&radius=any&with=evening&with=weekend",
        "place=Prtland&with=accepting",
        "place=Washington",
    ],
)
def test_whoever_changes_a_search_beside_the_map_keeps_the_map(browser, session, query):
    make_listing(session, "published", name="Ada Near")
    page = browser.open(f"/search/map?{query}")
    assert page.soup.select_one("form#search")["action"] == "/search/map"
    leads = [link["href"] for link in page.soup.select("main a[href^='/search']") if words(link) != "List"]
    assert [href for href in leads if not href.startswith("/search/map?")] == []


def test_towns_come_largest_first_and_from_inside_the_map(browser):
    page = browser.open("/search/map/towns?south=45.2&west=-123&north=45.8&east=-122.3")
    towns = json.loads(page.html)
    assert towns[0][0] == "Portland"
    assert "Beaverton" in [one[0] for one in towns]
    assert all(45.2 <= lat <= 45.8 and -123 <= lon <= -122.3 for _, lat, lon in towns)
    assert len(towns) <= 60


def test_towns_are_found_on_both_sides_of_the_180th_meridian(browser):
    page = browser.open("/search/map/towns?south=-40&west=170&north=-10&east=-170")
    longitudes = [lon for _, _, lon in json.loads(page.html)]
    assert all(lon >= 170 or lon <= -170 for lon in longitudes)
    assert min(longitudes) < 0 < max(longitudes)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "south=1&west=2&north=3",
        "south=5&west=2&north=3&east=4",
        "south=nan&west=2&north=3&east=4",
        "south=-91&west=2&north=3&east=4",
        "south=1&west=2&north=3&east=181",
        "south=1&west=2&north=3&east=4&zoom=5",
    ],
)
def test_edges_of_no_map_are_answered_with_a_sentence(browser, query):
    answer = browser.client.get(f"/search/map/towns?{query}")
    assert answer.status_code == 400
    assert "map" in answer.json["sentence"]


def test_what_the_map_asks_for_is_not_kept_by_others_and_sets_no_cookie(app, session):
    make_listing(session, "published")
    session.commit()
    client = app.test_client()
    asked = client.get(f"/search/map/points?{AROUND}")
    assert asked.headers["Cache-Control"] == "no-store"
    towns = client.get("/search/map/towns?south=45&west=-123&north=46&east=-122")
    assert towns.headers["Cache-Control"].startswith("private")
    for answer in (asked, towns, client.get(f"/search/map?{AROUND}")):
        assert "Set-Cookie" not in answer.headers


def test_every_piece_of_the_base_is_there_and_its_boxes_are_on_earth(browser, session):
    make_listing(session, "published")
    pieces = points(browser)["pieces"]
    assert len(pieces) > 10
    for piece in pieces:
        answer = browser.client.get(piece["file"])
        assert answer.status_code == 200
        assert json.loads(answer.data)["type"] == "Topology"
        answer.close()
        for west, south, east, north in piece["boxes"]:
            assert -180 <= west < east <= 180
            assert -90 <= south < north <= 90
            assert not math.isclose(south, north)


def test_a_tile_server_of_the_configuration_is_the_only_other_host_allowed(tmp_path):
    client = create_app({"DATA": str(tmp_path), "RATELIMIT_ENABLED": False, **TILES}).test_client()
    privacy = client.get("/privacy")
    assert "img-src 'self' data: https://tiles.example.org;" in privacy.headers["Content-Security-Policy"]
    assert "tiles.example.org" in privacy.text
    plain = create_app({"DATA": str(tmp_path), "RATELIMIT_ENABLED": False}).test_client().get("/privacy")
    assert "img-src 'self' data:;" in plain.headers["Content-Security-Policy"]
    assert "tiles.example.org" not in plain.text


@pytest.mark.parametrize(
    "change",
    [
        {"MAP_TILES": "http://tiles.example.org/{z}/{x}/{y}.png"},
        {"MAP_TILES": "https://{s}.example.org/{z}/{x}/{y}.png"},
        {"MAP_TILES": "https://tiles.example.org; script-src *//{z}/{x}/{y}.png"},
        {"MAP_TILES": "https://tiles.example.org/{z}/{x}.png"},
        {"MAP_TILES_CREDIT": " "},
    ],
)
def test_a_tile_server_that_could_not_work_is_refused_at_the_start(tmp_path, change):
    with pytest.raises(InsecureConfiguration) as refused:
        create_app({"DATA": str(tmp_path), **TILES, **change})
    assert "MAP_TILES" in str(refused.value)


@pytest.mark.parametrize(
    ("address", "sentence"),
    {
        "/search/map/points?place=Prtland, OR": "We do not know that place, so there is no map of it.",
        "/search/map/points?place=Portland, OR&radius=-1": "The radius must be a number above zero, such as 25.",
        "/search/map/towns?south=1": "The west of a map must be a number of degrees from -180 to 180.",
        "/search/counts?order=best": "“best” is not a known order.",
    }.items(),
)
def test_scripts_are_told_of_mistakes_in_the_form_they_ask_in(browser, address, sentence):
    answer = browser.client.get(address)
    assert (answer.status_code, answer.mimetype) == (400, "application/json")
    assert answer.json["sentence"].startswith(sentence)
