"""Pages of countries, regions and cities, as somebody sees them who comes from a search engine."""

from __future__ import annotations

import json

import pytest

from directory_app import publishing

from ..factories import EUGENE, PORTLAND, RELAXING, SALEM, make_listing

LONDON = {"city": "London", "region": "ENG", "postal_code": "N1 9GU", "lat": 51.5085, "lon": -0.1257, "country": "GB"}
GRESHAM = {"city": "Gresham", "region": "OR", "postal_code": "97030", "lat": 45.4983, "lon": -122.4315}


def names(page):
    return [row.get_text(" ").split(" LMT")[0].strip() for row in page.soup.select(".listing-name")]


def data(page):
    return json.loads(page.soup.find("script", type="application/ld+json").get_text())["@graph"]


def test_a_city_shows_who_works_there_and_around_it_and_counts_them_honestly(browser, session):
    make_listing(session, "published", name="Ada Here")
    make_listing(session, "published", name="Bea Here", answers=RELAXING)
    make_listing(session, "published", name="Cem Near", place=GRESHAM)
    make_listing(session, "published", name="Dan Far", place=EUGENE)
    make_listing(session, "submitted", name="Eve Waiting")
    page = browser.open("/places/united-states/oregon/portland")
    assert page.h1 == "Clinical massage in Portland, Oregon"
    assert "2 massage therapists are listed in Portland, and 3 within 25 miles of it." in page.text
    assert sorted(names(page)[:3]) == ["Ada Here", "Bea Here", "Cem Near"]
    assert names(page)[0] == "Ada Here"
    assert names(page)[3:] == ["Dan Far"]
    assert "The nearest farther away" in page.text
    assert "104 mi away" in page.text
    assert "Little or none: 2; a lot: 1" in page.text
    assert "$95, at all 3 practices that say so." in page.text


def test_the_search_around_a_city_finds_the_same_people(browser, session):
    for number in range(12):
        make_listing(session, "published", name=f"Therapist {number:02}")
    make_listing(session, "published", name="Cem Near", place=GRESHAM)
    page = browser.open("/places/united-states/oregon/portland")
    assert "13 within 25 miles" in page.text
    assert "Those in Portland, best fit first" in page.text
    assert "One more within 25 miles." in page.text
    shown = names(page)
    found = browser.follow("Search around Portland")
    assert found.status == 200
    assert "13 therapists within 25 miles" in found.text
    assert names(found) == shown


def test_who_works_in_the_city_stands_before_all_who_work_around_it(browser, session):
    for number in range(12):
        make_listing(session, "published", name=f"Portland {number:02}")
    make_listing(session, "published", name="Gwen Gresham", place=GRESHAM, answers=RELAXING)
    page = browser.open("/places/united-states/oregon/gresham")
    assert "One massage therapist is listed in Gresham, and 13 within 25 miles of it." in page.text
    assert names(page)[0] == "Gwen Gresham"
    assert [one.get_text() for one in page.soup.select("#around")] == ["Around Gresham"]
    rows = page.soup.select_one('[aria-labelledby="around"]').select(".listing-name a")
    assert [one.get_text() for one in rows] == [f"Portland {number:02}" for number in range(10)]
    assert "The first 10 others within 25 miles, best fit first." in page.text


def test_all_of_a_city_are_on_its_pages_each_once(browser, session):
    for number in range(23):
        spelled = {**PORTLAND, "region": "Oregon"} if number % 2 else PORTLAND
        make_listing(session, "published", name=f"Portland {number:02}", place=spelled)
    make_listing(session, "published", name="Gwen Gresham", place=GRESHAM)
    first = browser.open("/places/united-states/oregon/portland")
    assert "Those in Portland, page 1 of 2, best fit first" in first.text
    assert names(first)[20:] == ["Gwen Gresham"]
    second = browser.follow("Next")
    assert second.soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert sorted(names(first)[:20] + names(second)) == [f"Portland {number:02}" for number in range(23)]
    assert names(browser.open("/places/united-states/oregon/portland?page=9")) == names(second)
    assert browser.open("/places/united-states/oregon/portland?page=x").status == 400


def test_a_city_with_one_listing_says_so_and_shows_the_nearest_others_with_their_distance(browser, session):
    make_listing(session, "published", name="Ada Alone", place=SALEM)
    make_listing(session, "published", name="Bea Other")
    page = browser.open("/places/united-states/oregon/salem")
    assert "One massage therapist is listed in Salem." in page.text
    assert names(page) == ["Ada Alone", "Bea Other"]
    assert "What they answer" not in page.text
    assert page.link("Portland") == "/places/united-states/oregon/portland"
    assert " mi" in page.soup.select(".place-links")[-1].get_text()


def test_a_city_is_found_under_one_address_however_its_region_was_written(browser, session):
    make_listing(session, "published", place={**PORTLAND, "region": "Oregon"})
    make_listing(session, "published", place={**PORTLAND, "city": "PORTLAND"})
    make_listing(session, "published")
    page = browser.open("/places/united-states/oregon")
    assert [one.get_text() for one in page.soup.select(".place-links a")] == ["Portland"]
    assert "3 therapists are listed in 1 city." in page.text


def test_distances_are_told_in_the_unit_of_the_country(browser, session):
    make_listing(session, "published", place=LONDON)
    make_listing(session, "published", place={**LONDON, "city": "Cork", "region": "Munster", "country": "IE"})
    assert browser.open("/places/united-kingdom/england/london").h1 == "Clinical massage in London, England"
    page = browser.open("/places/ireland/munster/cork")
    assert page.h1 == "Clinical massage in Cork, Ireland"
    assert "radius=40&unit=km" in page.link("Search around Cork")


@pytest.mark.parametrize(
    "path",
    ["/places/united-states/oregon/eugene", "/places/united-states/utah", "/places/atlantis", "/places/x/y/z"],
)
def test_a_place_without_a_listing_has_no_page_but_a_way_on(browser, session, path):
    make_listing(session, "published")
    page = browser.open(path)
    assert page.status == 404
    assert page.h1 == "Nobody is listed there"
    assert page.link("All places with therapists") == "/places"
    assert page.soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.control("City or postal code") is not None


def test_a_missing_city_points_to_the_others_of_its_region(browser, session):
    make_listing(session, "published")
    page = browser.open("/places/united-states/oregon/eugene")
    assert page.link("Portland") == "/places/united-states/oregon/portland"


def test_a_city_loses_its_page_with_its_last_listing(browser, session):
    listing = make_listing(session, "published", place=SALEM)
    assert browser.open("/places/united-states/oregon/salem").status == 200
    publishing.withdraw(session, listing)
    assert browser.open("/places/united-states/oregon/salem").status == 404


def test_every_place_is_reached_by_links_from_the_footer(browser, session):
    make_listing(session, "published")
    make_listing(session, "published", place=LONDON)
    browser.open("/")
    assert browser.follow("Therapists by place").h1 == "Massage therapists by place"
    assert "1 therapist in 1 city" in browser.page.text
    assert browser.follow("United Kingdom").h1 == "Massage therapists in the United Kingdom"
    assert browser.follow("London").h1 == "Clinical massage in London, England"
    assert browser.follow("England").h1 == "Massage therapists in England, United Kingdom"
    listing = browser.open("/places/united-states/oregon/portland").link("Robin Sample")
    assert (
        browser.open(listing).link("More therapists in and around Portland") == "/places/united-states/oregon/portland"
    )


def test_an_empty_directory_has_no_places_and_says_so(browser):
    assert "Nobody is listed yet." in browser.open("/places").text


def test_a_city_names_its_rows_and_its_way_to_machines(browser, session):
    make_listing(session, "published", name="Ada Here")
    people, way = data(browser.open("/places/united-states/oregon/portland"))
    assert people["@type"] == "ItemList"
    assert people["numberOfItems"] == 1
    assert people["itemListElement"][0]["name"] == "Ada Here"
    assert people["itemListElement"][0]["url"].startswith("http://127.0.0.1:8000/therapists/ada-here")
    assert [one["name"] for one in way["itemListElement"]] == [
        "Therapists by place",
        "United States",
        "Oregon",
        "Portland",
    ]
    assert way["itemListElement"][3]["item"] == "http://127.0.0.1:8000/places/united-states/oregon/portland"
