"""What is offered for a place that is not known. `session` is each database in turn, `places` a quick one."""

from __future__ import annotations

import pytest

from directory_app.places import UnknownPlace, find_place

SUGGESTED = {
    "Prtland": "Portland, OR",
    "Prtland, OR": "Portland, OR",
    "prtland or": "Portland, OR",
    "Portland, ORegn": "Portland, OR",
    "Seatle": "Seattle, WA",
    "Chigaco": "Chicago, IL",
    "Sna Francico": "San Francisco, CA",
    "Nw York": "New York, NY",
    "Springfeild il": "Springfield, IL",
    "Portl": "Portland, OR",
    "Oregon": "Portland, OR",
    "Germany": "Berlin, Germany",
    "10115 Germany": "Berlin, Germany",
    "2139": "Cambridge, MA 02139",
    "Ireland": "Dublin, Ireland",
    "Canada": "Toronto, ON, Canada",
    "Ontario": "Toronto, ON, Canada",
    "Jamaica": "Kingston, Jamaica",
    "Kanada": "Toronto, ON, Canada",
    "Frankreich": "Paris, France",
    "Royaume-Uni": "London, United Kingdom",
    "Alemania": "Berlin, Germany",
    "Estados Unidos": "New York, NY",
    "EE. UU.": "New York, NY",
    "États-Unis": "New York, NY",
    "Vereinigte Staaten": "New York, NY",
    "Oregon, Estados Unidos": "Portland, OR",
    "Virginia": "Virginia Beach, VA",
    "Victoria": "Melbourne, VIC, Australia",
    "Ballard, Seattle": "Seattle, WA",
    "Capitol Hill, Seattle WA": "Seattle, WA",
    "downtown Portland, OR": "Portland, OR",
    "Los Angeles County": "Los Angeles, CA",
    "Denver downtown": "Denver, CO",
    "greater Prtland area": "Portland, OR",
}


@pytest.mark.every_database
@pytest.mark.parametrize("text", ["Prtland, OR", "Sna Francico", "Oregon", "97000", "東", "Zürichh"])
def test_both_databases_suggest_the_same(session, places, text):
    asked = []
    for one in (session, places):
        with pytest.raises(UnknownPlace) as unknown:
            find_place(one, text)
        asked.append(unknown.value.suggestions)
    assert asked[0] == asked[1]


@pytest.mark.parametrize(("text", "label"), SUGGESTED.items())
def test_a_mistyped_place_gets_what_was_meant_first(places, text, label):
    with pytest.raises(UnknownPlace) as unknown:
        find_place(places, text)
    assert unknown.value.suggestions[0] == label
    assert len(unknown.value.suggestions) <= 5


@pytest.mark.parametrize(
    ("text", "alone"),
    {
        "California USA": "California",
        "Oregon, USA": "Oregon",
        "Oregon, US": "Oregon",
        "Texas, U.S.A.": "Texas",
        "Kansas, United States": "Kansas",
        "OR USA": "OR",
        "Ontario, Canada": "Ontario",
        "British Columbia Canada": "British Columbia",
        "BC, Canada": "BC",
        "England, UK": "England",
        "Scotland, United Kingdom": "Scotland",
        "Victoria, Australia": "Victoria",
        "near Oregon, USA": "Oregon",
        "Ontario, Kanada": "Ontario",
    }.items(),
)
def test_a_state_with_its_country_behind_it_gets_the_cities_that_the_state_alone_gets(places, text, alone):
    with pytest.raises(UnknownPlace) as unknown:
        find_place(places, text)
    with pytest.raises(UnknownPlace) as of_name:
        find_place(places, alone)
    assert unknown.value.is_an_area
    assert unknown.value.suggestions[:4] == of_name.value.suggestions[:4]


def test_of_states_and_countries_of_one_name_the_country_behind_it_tells_which(places):
    for text, country in {"Georgia, USA": "GA", "WA, Australia": "Australia"}.items():
        with pytest.raises(UnknownPlace) as unknown:
            find_place(places, text)
        assert unknown.value.is_an_area
        assert all(label.endswith(f", {country}") for label in unknown.value.suggestions)


@pytest.mark.parametrize(
    ("text", "labels"),
    {"Georgia": ("Atlanta, GA", "Tbilisi, Georgia"), "Ontario": ("Ontario, CA",), "Jamaica": ("Jamaica, NY",)}.items(),
)
def test_a_city_or_country_of_the_same_name_as_a_state_is_offered_too(places, text, labels):
    with pytest.raises(UnknownPlace) as unknown:
        find_place(places, text)
    assert set(labels) <= set(unknown.value.suggestions)


def test_of_a_country_no_place_is_offered_that_is_only_spelled_like_it(places):
    with pytest.raises(UnknownPlace) as unknown:
        find_place(places, "Ireland")
    assert all(label.endswith(", Ireland") for label in unknown.value.suggestions)


@pytest.mark.parametrize(("text", "elsewhere"), [("USA", "Japan"), ("Kuba", "Brazil")])
def test_of_a_country_no_place_is_offered_that_bears_its_name_only_beside_its_own(places, text, elsewhere):
    with pytest.raises(UnknownPlace) as unknown:
        find_place(places, text)
    assert len(unknown.value.suggestions) == 4
    assert not any(label.endswith(elsewhere) for label in unknown.value.suggestions)


def test_suggestions_can_be_searched_for(places):
    for text in SUGGESTED:
        with pytest.raises(UnknownPlace) as unknown:
            find_place(places, text)
        for label in unknown.value.suggestions:
            assert find_place(places, label).label == label
