"""Places as visitors type them. `session` is each database in turn, `places` a quick one for long loops."""

from __future__ import annotations

from contextlib import suppress

import pytest
from babel import Locale
from sqlalchemy import or_, select

from directory_app.models import Place, PostalCode
from directory_app.places import UnknownPlace, countries, find_place
from directory_app.places.countries import country_named
from directory_app.places.distance import great_circle_km
from directory_app.places.folding import fold

from ..factories import make_listing
from ..waiting import least_seconds
from .test_suggest import SUGGESTED

TYPED = {
    "Portland": "Portland, OR",
    "Portland, OR": "Portland, OR",
    "Portland Oregon": "Portland, OR",
    "portland or": "Portland, OR",
    "  PORTLAND ,  or  ": "Portland, OR",
    "Portland, Oregon, USA": "Portland, OR",
    "Portland, Maine": "Portland, ME",
    "97201": "Portland, OR 97201",
    "97201-1234": "Portland, OR 97201",
    "９７２０１": "Portland, OR 97201",
    "Portland, OR 97201": "Portland, OR 97201",
    "123 Main St, Portland, OR 97201": "Portland, OR 97201",
    "123 Main St, Portland, OR": "Portland, OR",
    "near Boise": "Boise, ID",
    "greater Denver": "Denver, CO",
    "in SF": "San Francisco, CA",
    "the Seattle area": "Seattle, WA",
    "Portland, OR metro area": "Portland, OR",
    "97201 area": "Portland, OR 97201",
    "London": "London, United Kingdom",
    "London, UK": "London, United Kingdom",
    "London, Ontario": "London, ON, Canada",
    "london on": "London, ON, Canada",
    "Edinburgh, Scotland": "Edinburgh, United Kingdom",
    "Paris, France": "Paris, France",
    "Paris TX": "Paris, TX",
    "New York": "New York, NY",
    "New York City": "New York, NY",
    "Washington": "Washington, DC",
    "Singapore": "Singapore, Singapore",
    "nyc": "New York, NY",
    "LA": "Los Angeles, CA",
    "L.A.": "Los Angeles, CA",
    "Washington DC": "Washington, DC",
    "Washington, D.C.": "Washington, DC",
    "Zürich": "Zürich, Switzerland",
    "zurich": "Zürich, Switzerland",
    "Montréal": "Montréal, QC, Canada",
    "Montreal, Quebec": "Montréal, QC, Canada",
    "St Louis": "St. Louis, MO",
    "Saint Louis, mo": "St. Louis, MO",
    "Köln": "Cologne, Germany",
    "München": "Munich, Germany",
    "Wien": "Vienna, Austria",
    "東京": "Tokyo, Japan",
    "Москва": "Moscow, Russia",
    "القاهرة": "Cairo, Egypt",
    "Kansas City Kansas": "Kansas City, KS",
    "Vancouver, B.C.": "Vancouver, BC, Canada",
    "San Juan, PR": "San Juan, PR",
    "Billings MT": "Billings, MT",
    "Marcola, Oregon": "Marcola, OR",
    "10115 Berlin": "Berlin, Germany",
    "Salem, IN": "Salem, IN",
    "Lindsay, CA": "Lindsay, CA",
    "Toronto, CA": "Toronto, ON, Canada",
    "Berlin, DE": "Berlin, Germany",
    "Franklin, Ohio": "Franklin, OH",
    "6th of October City, Egypt": "6th of October City, Egypt",
    "Roma": "Rome, Italy",
    "Zion": "Zion, IL",
    "Nome, AK": "Nome, AK",
    "Oregon, OH": "Oregon, OH",
    "Oregon, OH, USA": "Oregon, OH",
    "California, MD": "California, MD",
    "Ontario, CA": "Ontario, CA",
    "Ontario, California": "Ontario, CA",
    "Paris, Texas": "Paris, TX",
    "Victoria, Canada": "Victoria, BC, Canada",
    "New York, USA": "New York, NY",
    "Washington, USA": "Washington, DC",
    "LA, USA": "Los Angeles, CA",
    "Quebec, Canada": "Québec, QC, Canada",
    "97201, Oregon, USA": "Portland, OR 97201",
    "Toronto, Kanada": "Toronto, ON, Canada",
    "Berlin, Allemagne": "Berlin, Germany",
    "Zürich Suiza": "Zürich, Switzerland",
    "London, Royaume-Uni": "London, United Kingdom",
    "Portland, Oregon, Estados Unidos": "Portland, OR",
    "Portland Oregon Vereinigte Staaten": "Portland, OR",
    "Granada": "Granada, Spain",
    "Grenade": "Granada, Spain",
    "Guadalupe": "Guadalupe, Mexico",
    "Singapour": "Singapore, Singapore",
    "Burlington, Ver": "Burlington, VT",
    "Ottawa, Kan": "Ottawa, KS",
    "Palestine, TX": "Palestine, TX",
    "Portl\x00and": "Portland, OR",
    "\u202eportland": "Portland, OR",
}


STRANGE = ["", "   ", "🙂🙂", "مرحبا", "<script>alert(1)</script>", "a\x00b", "\x00", "%", "_", "'; drop table place",
           "x" * 100_000, "0" * 100_000, "a " * 100, "\ud800", ",,,,", "\u202e", "ﷺ" * 200, "00000",
           "ß" * 200]  # fmt: skip


@pytest.mark.parametrize(("text", "label"), TYPED.items())
def test_a_place_is_found_however_it_is_typed(places, text, label):
    assert find_place(places, text).label == label


@pytest.mark.parametrize("text", ["M5V", "m5v 2t6", "M5V2T6", "M5V-2T6"])
def test_a_canadian_code_is_found_by_its_first_half(places, text):
    found = find_place(places, text)
    assert (found.kind, found.postal_code, found.country, found.region) == ("postal_code", "M5V", "CA", "ON")


@pytest.mark.every_database
@pytest.mark.parametrize("text", ["portland or", "97201", "Zürich", "東京", "Marcola, OR", "M5V 2T6", "LA"])
def test_both_databases_find_the_same(session, places, text):
    assert find_place(session, text) == find_place(places, text)


@pytest.mark.every_database
@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_is_an_unknown_place_on_both_databases(session, text):
    with pytest.raises(UnknownPlace):
        find_place(session, text)


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_is_answered_at_once(places, text):
    def look():
        with pytest.raises(UnknownPlace):
            find_place(places, text)

    assert least_seconds(look, enough=0.5) < 0.5


def test_of_several_places_the_largest_is_taken_and_the_others_are_named(places):
    portland = find_place(places, "Portland")
    assert portland.label == "Portland, OR"
    assert "Portland, ME" in [other.label for other in portland.others]
    assert find_place(places, "Portland, OR").others == ()


def test_the_others_can_be_searched_for(places):
    for name in ("Springfield", "London", "Paris", "San José", "Columbus"):
        for other in find_place(places, name).others:
            found = find_place(places, other.label)
            assert (found.lat, found.lon) == (other.lat, other.lon)


def test_a_code_with_another_city_beside_it_offers_both(places):
    found = find_place(places, "97201 Miami")
    assert found.postal_code == "97201"
    assert "Miami, FL" in [other.label for other in found.others]


def test_every_central_postal_code_has_exactly_the_point_of_its_city(places):
    codes = places.execute(
        select(
            PostalCode.code, PostalCode.country, PostalCode.lat, PostalCode.lon, Place.lat, Place.lon, Place.country
        ).join(Place, Place.id == PostalCode.central_of)
    ).all()
    assert len(codes) > 15_000
    assert [row for row in codes if row[1] != row[6] or row[2:4] != row[4:6]] == []


def test_every_us_city_with_a_post_office_of_its_name_has_a_central_postal_code(places):
    """Left without are only those whose name is that of another town's post office, far away in the same state."""
    offices = {}
    for code in places.scalars(select(PostalCode).where(PostalCode.country == "US")):
        offices.setdefault((code.city_key, code.region), []).append(code)
    central = set(places.scalars(select(PostalCode.central_of).where(PostalCode.central_of.is_not(None))))
    cities = places.scalars(select(Place).where(Place.country == "US")).all()
    named = [city for city in cities if (fold(city.name), city.region) in offices]
    without = [
        city.label
        for city in named
        if city.id not in central
        and any(
            code.central_of is None and great_circle_km((code.lat, code.lon), (city.lat, city.lon)) < 40
            for code in offices[fold(city.name), city.region]
        )
    ]
    assert len(named) > 15_000
    assert len([city for city in named if city.id in central]) > 0.99 * len(named)
    assert without == []


def test_every_us_city_and_its_central_code_are_one_search(places):
    """Through the front door: what a visitor types for the city and for the code leads to one and the same point."""
    rows = places.execute(
        select(PostalCode.code, Place.label)
        .join(Place, Place.id == PostalCode.central_of)
        .where(Place.country == "US", or_(Place.population > 50_000, Place.id % 20 == 0))
    ).all()
    assert len(rows) > 1000
    for code, label in rows:
        by_code, by_city = find_place(places, code), find_place(places, label)
        assert (by_code.lat, by_code.lon) == (by_city.lat, by_city.lon), (code, label)


def test_every_label_of_a_city_finds_that_city(places):
    """A sample: the larger cities of the world and every eightieth of the rest."""
    rows = places.scalars(select(Place).order_by(Place.population.desc(), Place.id)).all()
    for place in [*rows[:1000], *rows[1000::80]]:
        found = find_place(places, place.label)
        assert (found.lat, found.lon) == (place.lat, place.lon), place.label


def test_no_two_cities_have_one_label(places):
    labels = places.scalars(select(Place.label)).all()
    assert len(set(labels)) == len(labels) > 50_000


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [("Chicago", 41.88, -87.63), ("Sydney", -33.87, 151.21), ("Reykjavik", 64.15, -21.94), ("90210", 34.09, -118.41)],
)
def test_places_lie_where_they_are(places, text, lat, lon):
    found = find_place(places, text)
    assert great_circle_km((found.lat, found.lon), (lat, lon)) < 5


def test_looking_up_a_place_is_quick(places):
    texts = [*TYPED, *SUGGESTED]

    def look():
        for text in texts:
            with suppress(UnknownPlace):
                find_place(places, text)

    assert least_seconds(look) / len(texts) < 0.05


def others(place):
    return [one.label for one in place.others]


def test_a_large_city_whose_name_goes_on_is_another_reading(places):
    newcastle = find_place(places, "Newcastle")
    assert newcastle.label == "Newcastle, NSW, Australia"
    assert "Newcastle upon Tyne, United Kingdom" in others(newcastle)[:2]
    assert "Stoke-on-Trent, United Kingdom" in others(find_place(places, "Stoke"))
    assert "Kingston upon Hull, United Kingdom" in others(find_place(places, "kingston"))
    assert "Halle (Saale), Germany" in others(find_place(places, "Halle"))
    assert not any("Tyne" in one for one in others(find_place(places, "Newcastle, NSW, Australia")))


def test_parts_of_the_city_itself_and_short_names_bring_no_longer_ones(places):
    assert not any("Vaugirard" in one for one in others(find_place(places, "Paris")))
    assert not any("La Paz" in one for one in others(find_place(places, "LA")))


TYNE = {"city": "Newcastle upon Tyne", "region": "ENG", "postal_code": "NE1 4LP", "country": "GB"}


def test_of_one_name_alone_the_place_where_somebody_is_listed_is_meant_first(session):
    make_listing(session, "published", place={**TYNE, "lat": 54.9733, "lon": -1.614})
    found = find_place(session, "newcastle")
    assert found.label == "Newcastle upon Tyne, United Kingdom"
    assert others(found)[0] == "Newcastle, NSW, Australia"
    assert find_place(session, "Newcastle, NSW, Australia").label == "Newcastle, NSW, Australia"
    make_listing(session, "published", place={**TYNE, "country": "AU", "lat": -32.92, "lon": 151.78})
    assert find_place(session, "newcastle").label == "Newcastle, NSW, Australia"


def test_a_city_many_times_as_large_is_meant_although_nobody_is_listed_there(session):
    ontario = {"city": "London", "region": "ON", "postal_code": "N6A 3K7", "country": "CA"}
    make_listing(session, "published", place={**ontario, "lat": 42.98, "lon": -81.25})
    assert find_place(session, "London").label == "London, United Kingdom"


@pytest.mark.parametrize("language", ["es", "fr", "de"])
def test_a_country_with_cities_goes_by_its_name_in_each_language_that_is_read(places, language):
    """Babel, another reader of the same data, says which. A name that is that of a large city is the city."""
    with_cities = set(places.scalars(select(Place.country).distinct()))
    large = {fold(name) for name in places.scalars(select(Place.name).where(Place.population >= 100_000))}
    named = Locale.parse(language).territories
    unknown = [
        named[code]
        for code in sorted(with_cities & named.keys())
        if country_named(fold(named[code])) != code and fold(named[code]) not in large and "(" not in named[code]
    ]
    assert unknown == []


def test_a_name_means_one_country(places):
    named = [(name, country.code) for country in countries() for name in country.names]
    assert len({name for name, _ in named}) == len(named)
