"""Miles or kilometres: as people say where they search, unless they chose one; and one mile is a mile."""

from __future__ import annotations

import pytest

from directory_app.models import Privacy

from ..factories import PORTLAND, make_listing

CORK = {"city": "Cork", "region": "", "postal_code": "", "country": "IE", "lat": 51.8979, "lon": -8.4706}


def units(page):
    select = page.control("Unit")
    return [(one.attributes["value"], one.text(), "selected" in one.attributes) for one in select.css("option")]


def test_a_search_that_names_no_unit_measures_as_people_do_there(browser, session):
    make_listing(session, "published")
    make_listing(session, "published", place=CORK)
    page = browser.open("/search?place=Cork, Ireland")
    assert "1 therapist within 25 km" in page.text
    assert "km away" in browser.open("/search?place=Limerick, Ireland&radius=120").text
    assert units(page) == [("mi", "miles", False), ("", "km", True)]
    page = browser.open("/search?place=Portland, OR")
    assert "1 therapist within 25 miles" in page.text
    assert units(page) == [("", "miles", True), ("km", "km", False)]


@pytest.mark.parametrize(("point", "unit"), [("51.90, -8.47", "km"), ("45.52, -122.68", "miles"), ("0, -140", "km")])
def test_around_a_point_the_nearest_town_decides(browser, session, point, unit):
    make_listing(session, "published")
    assert f"within 25 {unit}" in browser.open(f"/search?place={point}").text


def test_a_unit_that_was_chosen_stays(browser, session):
    make_listing(session, "published", place=CORK)
    page = browser.open("/search?place=Cork, Ireland&unit=mi&radius=10")
    assert "1 therapist within 10 miles" in page.text
    assert units(page) == [("mi", "miles", True), ("km", "km", False)]
    assert "unit=mi" in page.link("Show map")


def test_a_unit_nobody_chose_is_in_no_link_and_is_not_sent_on(browser, session):
    make_listing(session, "published", place=CORK)
    browser.open("/")
    assert units(browser.page)[0] == ("", "miles or km", True)
    browser.fill("City or postal code", "Cork, Ireland")
    page = browser.press("Search")
    assert "within 25 km" in page.text
    assert "unit" not in page.link("Show map")
    map_page = browser.follow("Show map")
    assert "within 25 km" in map_page.text
    found = browser.open(map_page.soup.select_one("[data-points]")["data-points"])
    assert '"unit":"km"' in found.text.replace(" ", "")


def test_words_that_are_a_place_count_in_the_unit_of_that_place(browser, session):
    # 30 km from the middle: inside 25 miles, and not inside 25 km.
    make_listing(session, "published", place={**CORK, "city": "Elsewhere", "lat": 52.1675})
    page = browser.open("/search?words=Cork")
    assert "Search around Cork" not in page.text


def test_one_mile_is_no_miles(browser, session):
    make_listing(session, "published")
    assert "1 therapist within 1 mile." in browser.open("/search?place=Portland, OR&radius=1").text
    page = browser.open("/search?place=Eugene, OR&radius=1&words=zeppelin")
    assert "Nobody within 1 mile of Eugene, OR meets" in page.text
    assert "Nobody within 251 miles does either." in page.text


def test_a_profile_measures_as_people_do_where_the_therapist_works(browser, session):
    travels = {"privacy": Privacy.MOBILE, "mobile_radius_km": 20.0}
    irish = make_listing(session, "published", place={**CORK, **travels})
    american = make_listing(session, "published", place={**PORTLAND, **travels})
    assert "up to 20 km from" in browser.open(f"/therapists/{irish.slug}").text
    assert "up to 12 mi from" in browser.open(f"/therapists/{american.slug}").text
    assert "up to 12 mi from" in browser.open(f"/therapists/{irish.slug}?unit=mi").text


def test_beside_a_list_around_no_place_there_is_no_unit_to_choose(browser, session):
    make_listing(session, "published")
    assert not browser.open("/search?words=Sample").soup.select("#unit")
    assert units(browser.open("/search?words=Sample&unit=km"))[1] == ("km", "km", True)
    assert units(browser.open("/search?words=Sample&place=Portland, OR"))[0] == ("", "miles", True)
