"""The point that leaves the directory, and where an address lies."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_app.models import Privacy
from directory_app.places import UnknownPlace, find_place, locate, public_point
from directory_app.places.distance import great_circle_km
from directory_app.places.point import CELL_KM, PostalCodeElsewhere, middle_of_cell

POSTAL = (45.5, -122.6)
latitudes = st.floats(-90, 90, allow_nan=False)
longitudes = st.floats(-180, 180, allow_nan=False)
inhabited = st.floats(-70, 70, allow_nan=False)


def test_an_exact_place_is_its_point():
    assert public_point(Privacy.EXACT, 45.51234, -122.67891, POSTAL) == (45.51234, -122.67891)


@pytest.mark.parametrize("privacy", [Privacy.POSTAL_CODE, Privacy.MOBILE])
def test_a_hidden_place_is_the_middle_of_its_postal_code(privacy):
    assert public_point(privacy, 45.51234, -122.67891, POSTAL) == POSTAL


@pytest.mark.parametrize("privacy", list(Privacy))
def test_a_place_without_a_point_of_its_own_is_the_middle_of_its_postal_code(privacy):
    assert public_point(privacy, None, None, POSTAL) == POSTAL


def test_an_area_is_near_its_place_and_not_the_place():
    shown = public_point(Privacy.AREA, 45.51234, -122.67891, POSTAL)
    assert shown not in {(45.51234, -122.67891), POSTAL}
    assert 0 < great_circle_km(shown, (45.51234, -122.67891)) < CELL_KM


@given(latitudes, longitudes)
def test_a_cell_is_never_further_than_its_corner(lat, lon):
    assert great_circle_km((lat, lon), middle_of_cell(lat, lon)) < CELL_KM * 0.75


@given(latitudes, longitudes)
def test_asking_again_gives_the_same_point_and_so_does_asking_for_the_point(lat, lon):
    shown = middle_of_cell(lat, lon)
    assert middle_of_cell(lat, lon) == shown
    assert middle_of_cell(*shown) == shown


@given(inhabited, longitudes, st.floats(-0.9, 0.9), st.floats(-0.9, 0.9))
def test_everybody_in_a_cell_is_shown_at_one_point(lat, lon, north, east):
    """Wherever in the cell a practice moves, no distance or order of any search changes."""
    middle = middle_of_cell(lat, lon)
    per_degree = 111.195
    moved = (
        middle[0] + north * CELL_KM / 2 / per_degree,
        middle[1] + east * CELL_KM / 2 / per_degree / math.cos(math.radians(middle[0])),
    )
    if abs(moved[1]) < 180:
        assert middle_of_cell(*moved) == middle


def test_an_address_lies_in_the_middle_of_its_postal_code(places):
    found = locate(places, "Portland", "OR", "97214-1234", "US")
    assert (found.kind, found.postal_code, found.city) == ("postal_code", "97214", "Portland")


def test_a_canadian_address_lies_in_the_middle_of_its_sortation_area(places):
    found = locate(places, "Toronto", "ON", "m5v 2t6", "CA")
    assert found.postal_code == "M5V"
    assert great_circle_km((found.lat, found.lon), (43.643, -79.39)) < 3


@pytest.mark.parametrize(
    ("address", "label"),
    [
        (("Portland", "Oregon", "", "US"), "Portland, OR"),
        (("Portland", "ME", "not known", "US"), "Portland, ME"),
        (("Toronto", "Ontario", "", "CA"), "Toronto, ON, Canada"),
        (("Nelson", "BC", "", "CA"), "Nelson, BC, Canada"),
        (("London", "", "", "CA"), "London, ON, Canada"),
        (("Leeds", "West Yorkshire", "LS1 4DY", "GB"), "Leeds, United Kingdom"),
        (("Bristol", "England", "", "GB"), "Bristol, United Kingdom"),
        (("Berlin", "", "10115", "DE"), "Berlin, Germany"),
        (("Marcola", "OR", "", "US"), "Marcola, OR"),
    ],
)
def test_an_address_without_a_known_code_lies_in_the_middle_of_its_city(places, address, label):
    assert locate(places, *address).label == label


@pytest.mark.parametrize(
    "address",
    [
        ("Prtland", "OR", "", "US"),
        ("Portland", "XX", "", "US"),
        ("Wilmington", "", "", "DE"),
        ("", "", "", "US"),
        ("\x00", "\x00", "\x00", "US"),
        ("x" * 100_000, "y" * 100_000, "9" * 100_000, "US"),
        ("Portland", "OR", "", ""),
    ],
)
def test_an_address_nobody_knows_is_an_unknown_place(places, address):
    with pytest.raises(UnknownPlace):
        locate(places, *address)


@pytest.mark.parametrize(
    ("address", "town"),
    [
        (("Portland", "OR", "10001", "US"), "New York, NY"),
        (("Portland", "WA", "97209", "US"), "Portland, OR"),
        (("Portland", "Washington", "97209", "US"), "Portland, OR"),
        (("Medford", "OR", "97209", "US"), "Portland, OR"),
        (("Toronto", "ON", "V5K 0A1", "CA"), "Vancouver, BC"),
    ],
)
def test_a_postal_code_of_another_state_or_far_from_its_town_is_no_address(places, address, town):
    with pytest.raises(PostalCodeElsewhere) as elsewhere:
        locate(places, *address)
    assert elsewhere.value.town.startswith(town.split(",")[0])
    assert elsewhere.value.town.endswith(town[-2:])


@pytest.mark.parametrize(
    "address",
    [
        ("A small place", "OR", "97209", "US"),
        ("Beaverton", "Oregon", "97209", "US"),
        ("Portland", "Ore.", "97209", "US"),
        ("Portland", "Oregon, USA", "97209", "US"),
        ("Portland", "Multnomah County", "97209", "US"),
        ("Portland", "", "97209", "US"),
        ("", "OR", "97209", "US"),
        ("New York City", "N.Y.", "10001", "US"),
        ("Brooklyn", "NY", "10001", "US"),
        ("Washington", "D.C.", "20001", "US"),
        ("Iqaluit", "NU", "X0A 0H0", "CA"),
        ("Scarborough", "Ontario", "M5V 2T6", "CA"),
    ],
)
def test_a_postal_code_beside_a_town_nearby_or_one_nobody_knows_is_an_address(places, address):
    assert locate(places, *address).kind == "postal_code"


def test_a_mistyped_city_gets_suggestions(places):
    with pytest.raises(UnknownPlace) as unknown:
        locate(places, "Prtland", "OR", "", "US")
    assert unknown.value.suggestions[0] == "Portland, OR"


@pytest.mark.parametrize(
    ("address", "label"),
    [
        (("St Ives", "Cornwall", "TR26 1AA", "GB"), "Truro, United Kingdom"),
        (("St Ives", "", "tr261aa", "GB"), "Truro, United Kingdom"),
        (("Richmond", "North Yorkshire", "DL10 4AA", "GB"), "Darlington, United Kingdom"),
        (("Ashford", "Surrey", "TW15 1AA", "GB"), "Hounslow, United Kingdom"),
        (("Gillingham", "Dorset", "SP8 4AA", "GB"), "Salisbury, United Kingdom"),
        (("Newport", "Shropshire", "TF10 7AA", "GB"), "Telford, United Kingdom"),
        (("Grasmere", "Cumbria", "LA22 9SH", "GB"), "Lancaster, United Kingdom"),
        (("", "", "LS6 3AA", "GB"), "Leeds, United Kingdom"),
    ],
)
def test_a_village_that_no_list_holds_lies_in_the_town_of_its_code_as_a_search_for_the_code_does(
    places, address, label
):
    found = locate(places, *address)
    assert found.label == find_place(places, address[2]).label == label


@pytest.mark.parametrize(
    ("address", "label"),
    [
        (("Newport", "Isle of Wight", "PO30 1AA", "GB"), "Newport, England, United Kingdom"),
        (("Newport", "", "PO30 1AA", "GB"), "Newport, England, United Kingdom"),
        (("Newport", "Isle of Wight", "", "GB"), "Newport, England, United Kingdom"),
        (("Newport", "Wales", "NP20 1AA", "GB"), "Newport, United Kingdom"),
        (("Ashford", "Kent", "TN23 1AA", "GB"), "Ashford, United Kingdom"),
        (("Richmond", "Surrey", "TW9 1AA", "GB"), "Richmond, United Kingdom"),
        (("Penzance", "South West England", "", "GB"), "Penzance, United Kingdom"),
        (("Nice", "Provence", "06000", "FR"), "Nice, France"),
    ],
)
def test_of_towns_of_one_name_that_of_the_code_or_county_is_meant(places, address, label):
    assert locate(places, *address).label == label


@pytest.mark.parametrize(
    ("city", "code"), [("Aberystwyth", "SY23 1AA"), ("Fort William", "PH33 6AA"), ("Derry", "BT48 6AA")]
)
def test_a_town_far_from_the_one_that_its_code_begins_with_stays_where_it_is(places, city, code):
    assert locate(places, city, "", code, "GB").city.startswith(city)


@pytest.mark.parametrize(
    "address",
    [
        ("Manchester", "", "SW1A 1AA", "GB"),
        ("Manchester", "England", "SW1A 1AA", "GB"),
        ("Manchester", "Greater Manchester", "SW1A 1AA", "GB"),
    ],
)
def test_a_large_city_with_the_code_of_another_is_no_address(places, address):
    with pytest.raises(PostalCodeElsewhere) as elsewhere:
        locate(places, *address)
    assert (elsewhere.value.town, elsewhere.value.suggestions) == ("London", ("London, United Kingdom",))


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        (("St Ives", "Cornwall", "", "GB"), "Penzance, United Kingdom"),
        (("Richmond", "North Yorkshire", "", "GB"), "Darlington, United Kingdom"),
        (("Saint-Denis", "Réunion", "97400", "FR"), "Saint-Denis, Reunion"),
        (("Richmond", "NSW", "2753", "AU"), "Richmond, VIC, Australia"),
    ],
)
def test_a_region_that_has_no_such_town_is_asked_about_with_places_of_the_country(places, address, meant):
    with pytest.raises(UnknownPlace) as unknown:
        locate(places, *address)
    assert unknown.value.text == f"{address[0]}, {address[1]}"
    assert unknown.value.suggestions[0] == meant
    assert not [label for label in unknown.value.suggestions if label.endswith((", VA", ", CA", "Canada"))]
