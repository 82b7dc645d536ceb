"""Titles of pages of places, which search engines cut off after 65 characters."""

from __future__ import annotations

import csv
import gzip

import pytest

from directory_app.config import data_dir
from directory_app.descriptions import TITLE_LENGTH, place_title
from directory_app.discovery.atlas import City
from directory_app.places import Bounds
from directory_app.places.countries import countries, regions
from directory_app.places.slugs import city_slugs, region_name

from ..browser import words
from ..factories import make_listing

WASHINGTON = {"city": "Washington", "region": "DC", "postal_code": "20001", "lat": 38.9, "lon": -77.04, "country": "US"}
BELFAST = {"city": "Belfast", "region": "NIR", "postal_code": "BT1 5GS", "lat": 54.6, "lon": -5.93, "country": "GB"}
CANBERRA = {"city": "Canberra", "region": "ACT", "postal_code": "2600", "lat": -35.3, "lon": 149.12, "country": "AU"}
KINSHASA = {"city": "Kinshasa", "region": "", "postal_code": "", "lat": -4.32, "lon": 15.31, "country": "CD"}
FIT = TITLE_LENGTH - len(" – Clear Hands")


@pytest.mark.parametrize(
    ("place", "path", "title"),
    [
        (WASHINGTON, "united-states/district-of-columbia", "Massage therapists in District of Columbia"),
        (WASHINGTON, "united-states/district-of-columbia/washington", "Clinical massage in Washington, DC"),
        (BELFAST, "united-kingdom/northern-ireland", "Massage therapists in Northern Ireland"),
        (BELFAST, "united-kingdom/northern-ireland/belfast", "Clinical massage in Belfast, Northern Ireland"),
        (CANBERRA, "australia/australian-capital-territory", "Massage therapists in Australian Capital Territory"),
    ],
)
def test_a_place_with_a_long_name_has_a_title_that_is_shown_whole(browser, session, place, path, title):
    make_listing(session, "published", place=place)
    page = browser.open(f"/places/{path}")
    assert words(page.soup.title) == f"{title} – Clear Hands"
    assert len(words(page.soup.title)) <= TITLE_LENGTH


def test_a_country_whose_name_alone_is_too_long_is_cut_off_where_it_shows(browser, session):
    make_listing(session, "published", place=KINSHASA)
    page = browser.open("/places/democratic-republic-of-the-congo")
    assert page.h1 == "Massage therapists in Democratic Republic of the Congo"
    assert len(words(page.soup.title)) <= TITLE_LENGTH
    assert "…" in words(page.soup.title)


def test_the_title_of_every_region_names_it_whole_and_fits():
    named = [(one.name, country.name) for country in countries() for one in regions(country.code)]
    assert len(named) > 70
    for region, country in named:
        title = place_title("Massage therapists in ", [f"{region}, {country}", region], "Clear Hands")
        assert len(title) <= FIT
        assert title.startswith(f"Massage therapists in {region}")


def test_the_title_of_every_city_fits_on_its_first_page_and_on_a_later_one():
    with gzip.open(data_dir("seeds") / "places" / "cities.csv.gz", "rt", encoding="utf-8", newline="") as file:
        named = {(row["name"], row["region"], row["country"]) for row in csv.DictReader(file)}
    assert len(named) > 40_000
    for name, region, country in named:
        slugs = city_slugs(name, region, country)
        if slugs is None:
            continue
        city = City(slugs, name, region_name(country, region), country, 1, (1.0, 0.0, 0.0), (), Bounds(0, 0, 0, 0))
        for behind in ("", ", page 12"):
            assert len(place_title("Clinical massage in ", city.names, "Clear Hands", behind)) <= FIT
