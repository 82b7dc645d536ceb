"""A search around the position of the browser: it reads in words, its address keeps the rounded point."""

from __future__ import annotations

import pytest

from ..factories import make_listing

NEAR = "/search?near=45.52, -122.68"


@pytest.fixture
def listed(session):
    make_listing(session, "published", name="Mara Lindqvist")


def test_a_search_around_ones_position_reads_in_words(browser, session, listed):
    page = browser.open(NEAR)
    assert page.h1 == "Massage therapists near you"
    assert page.control("City or postal code").attributes["value"] == "Near you"
    assert "“Near you” is around Portland, OR: your position, rounded to about a kilometre." in page.text
    assert "45.52" not in page.text
    assert "Mara Lindqvist" in page.text


def test_it_stays_around_the_position_when_the_form_is_sent_again_and_on_the_map(browser, session, listed):
    browser.open(NEAR)
    browser.fill("Name or words", "corner")
    page = browser.press("Search")
    assert page.h1 == "Massage therapists near you"
    assert "near=45.52,+-122.68" in page.url
    assert "near=45.52" in page.link("Show map")
    shown = browser.follow("Show map")
    assert shown.h1 == "Massage therapists near you"
    points = browser.open(shown.soup.select_one("[data-points]")["data-points"])
    assert '"lat":45.52' in points.text.replace(" ", "")


@pytest.mark.parametrize(
    ("typed", "heading"), [("Eugene, OR", "Massage therapists near Eugene, OR"), ("", "everywhere")]
)
def test_whoever_types_over_it_gets_what_they_typed(browser, session, listed, typed, heading):
    browser.open(NEAR)
    browser.fill("City or postal code", typed)
    browser.fill("Name or words", "corner")
    page = browser.press("Search")
    assert heading in page.h1
    assert page.control("City or postal code").attributes["value"] == typed
    assert "near=" not in (page.link("Show map") if typed else "")


def test_a_finer_point_than_a_kilometre_is_rounded_before_it_is_used(browser, session, listed):
    page = browser.open("/search?near=45.519871234,-122.67651")
    assert "near=45.52,+-122.68" in page.link("Show map")
    assert "45.5198" not in page.html


def test_it_can_be_passed_on_as_the_search_around_the_town(browser, session, listed):
    browser.open(NEAR)
    assert browser.follow("the search around Portland, OR").h1 == "Massage therapists near Portland, OR"


def test_degrees_that_somebody_typed_stay_as_they_are(browser, session, listed):
    page = browser.open("/search?place=45.52, -122.68")
    assert page.h1 == "Massage therapists near 45.52, -122.68"
    assert page.control("City or postal code").attributes["value"] == "45.52, -122.68"


def test_a_point_that_is_none_is_refused_with_a_sentence(browser, session):
    page = browser.open("/search?near=my house")
    assert page.status == 400
    assert "The point near you must be two numbers of degrees" in page.text


@pytest.mark.parametrize("typed", ["near me", "Near you", "Current location"])
def test_whoever_types_near_me_is_told_how_a_browser_tells_it(browser, session, listed, typed):
    page = browser.open(f"/search?place={typed}")
    assert page.h1 == "Where are you?"
    assert "Press the button with the circle" in page.text
    assert "Did you mean" not in page.text
