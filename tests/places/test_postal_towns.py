"""British and Irish postal codes lead to the town they are in or near, and the page says that no more is known."""

from __future__ import annotations

import csv

import pytest

from directory_app.config import data_dir
from directory_app.places import UnknownPlace, find_place
from directory_app.places.postal_towns import COUNTRIES

from ..factories import make_listing

LONDON = {
    "street": "",
    "city": "London",
    "region": "England",
    "postal_code": "SW4 0AA",
    "country": "GB",
    "lat": 51.50853,
    "lon": -0.12574,
}


def rows():
    with (data_dir("seeds") / "places" / "postal_towns.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("LS6 3AA", "Leeds"),
        ("ls63aa", "Leeds"),
        ("LS6", "Leeds"),
        ("SW1A 1AA", "London"),
        ("W1A 1AA", "London"),
        ("N1C 4QP", "London"),
        ("London SW4", "London"),
        ("Harrogate HG1 1AA", "Harrogate"),
        ("12 High Street, Harrogate HG1 1AA", "Harrogate"),
        ("M1 1AE", "Manchester"),
        ("BT1 5GS", "Belfast"),
        ("D02 X285", "Dublin"),
        ("d6w xy12", "Dublin"),
        ("T12", "Cork"),
        ("W12", "London"),
        ("W91", "Naas"),
    ],
)
def test_a_code_leads_to_its_town(session, typed, town):
    found = find_place(session, typed)
    assert (found.city, found.country in COUNTRIES, found.kind) == (town, True, "city")


def test_a_town_beside_a_code_needs_no_explanation_and_another_country_takes_no_code(session):
    assert find_place(session, "LS6 3AA").near_code == "LS6 3AA"
    assert find_place(session, "Harrogate HG1 1AA").near_code == ""
    assert find_place(session, "Portland, OR 97201").country == "US"


@pytest.mark.parametrize("typed", ["M5V 2T6", "N1C", "K1A 0B1", "E1W"])
def test_canadian_codes_stay_canadian(session, typed):
    assert find_place(session, typed).country == "CA"


@pytest.mark.parametrize("typed", ["ZE1 0AA", "QQ1 1AA", "Area 51", "E99"])
def test_what_no_list_holds_stays_unknown(session, typed):
    with pytest.raises(UnknownPlace):
        find_place(session, typed)


def test_every_town_of_the_list_is_in_the_place_data_and_in_its_country(session):
    for label, country in {(f"{row['town']}, {COUNTRIES[row['country']]}", row["country"]) for row in rows()}:
        found = find_place(session, label)
        assert (found.country, found.kind) == (country, "city"), label
    codes = [(row["country"], row["code"]) for row in rows()]
    assert len(codes) == len(set(codes)) > 190


def test_the_page_says_what_is_known_of_the_code(browser, session):
    make_listing(session, "published", name="Ada London", place=LONDON)
    page = browser.open("/search?place=SW4 0AA")
    assert page.h1 == "Massage therapists near London, United Kingdom"
    assert "SW4 0AA is in or near London, United Kingdom" in page.text
    assert "Ada London" in page.text
    assert "is in or near" not in browser.open("/search?place=London").text
