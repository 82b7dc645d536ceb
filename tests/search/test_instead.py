"""Words that are filters or a place, and a place that is a name: where nobody is found, what was meant is offered."""

from __future__ import annotations

import pytest

from directory_app.search.filters import GROUPS
from directory_app.search.instead import _read

from ..factories import EUGENE, RELAXING, make_listing


@pytest.fixture
def two(session):
    make_listing(session, "published", name="Marisol Etcheverry", gender="woman", languages=["Spanish"])
    make_listing(session, "published", name="Ove Berg", gender="man", step_free=False, place=EUGENE, answers=RELAXING)


def offers(page):
    return [" ".join(one.text.split()) for one in page.soup.select(".results-left li, .suggestions li")]


@pytest.mark.parametrize(
    ("words", "offer"),
    {
        "female": "Use the filter “Woman” instead: 1 therapist",
        "Wheelchair": "Use the filter “Step-free access” instead: 1 therapist",
        "español": "Use the filter “Spanish” instead: 1 therapist",
        "speaks Spanish": "Use the filter “Spanish” instead: 1 therapist",
        "lady spanish-speaking": "Use the filters “Woman” and “Spanish” instead: 1 therapist",
    }.items(),
)
def test_a_word_that_is_a_filter_offers_the_filter(browser, session, two, words, offer):
    page = browser.open(f"/search?place=Portland, OR&words={words}")
    assert "Nobody within 25 miles of Portland, OR meets all that you chose." in page.text
    assert offers(page)[0] == offer
    found = browser.follow(offer)
    assert "1 therapist within 25 miles" in found.text
    assert found.control("Name or words").attributes["value"] == ""


def test_the_other_words_stay_beside_the_filter(browser, session, two):
    page = browser.open("/search?words=female etcheverry")
    assert offers(page)[0] == "Use the filter “Woman” instead: 1 therapist"
    assert "words=etcheverry" in page.link("Use the filter “Woman” instead")
    assert "Use the filter" not in browser.open("/search?words=female berg").text


def test_a_filter_is_offered_beside_results_only_where_it_finds_more(browser, session, two):
    make_listing(session, "published", name="Ida Ramp", bio="A wheelchair can come in.", gender="man")
    page = browser.open("/search?words=wheelchair")
    assert "1 therapist" in page.soup.select_one(".results-count").text
    assert offers(page) == ["Use the filter “Step-free access” instead: 2 therapists"]
    assert "Use the filter" not in browser.open("/search?words=spanish").text


@pytest.mark.parametrize("words", ["no oil", "No-oil", "without oil", "very little oil"])
def test_a_phrase_that_is_a_filter_offers_it_however_many_its_words_find(browser, session, two, words):
    for number in range(3):
        bio = "No: very little without oil."
        make_listing(session, "published", name=f"Oily {number}", bio=bio, answers=RELAXING)
    page = browser.open(f"/search?words={words}&order=most-relaxing")
    assert "Oily 2" in page.text
    assert offers(page)[0] == "Use the filter “Little or no oil” instead: 1 therapist"
    found = browser.follow(offers(page)[0])
    assert "Marisol Etcheverry" in found.text
    assert "Oily" not in found.text


def test_a_filter_that_finds_nobody_either_is_not_offered(browser, session, two):
    assert "Use the filter" not in browser.open("/search?words=non-binary").text
    assert "Use the filter" not in browser.open("/search?words=klingon").text


def test_each_word_for_a_filter_names_one_that_there_is():
    named = list(_read())
    assert {group for _, (group, _) in named} <= set(GROUPS)
    assert [value for _, (group, value) in named if not group.knows(value)] == []


@pytest.mark.parametrize("words", ["Eugene", "eugene oregon", "97401"])
def test_words_that_are_a_place_offer_the_search_around_it(browser, session, two, words):
    page = browser.open(f"/search?words={words}")
    [offer] = [one for one in offers(page) if one.startswith("Search around Eugene, OR")]
    assert offer.endswith(": 1 therapist")
    found = browser.follow(offer)
    assert found.h1.startswith("Massage therapists near Eugene, OR")
    assert "Ove Berg" in found.text


def test_a_postal_code_near_nobody_is_offered_as_the_place_it_is(browser, session, two):
    page = browser.open("/search?words=80203")
    assert offers(page)[0] == "Search around Denver, CO 80203"
    assert browser.follow("Search around Denver, CO 80203").h1 == "Massage therapists near Denver, CO 80203"


@pytest.mark.parametrize(("place", "words"), [("Marisol Etcheverry", "Marisol Etcheverry"), ("trigger point", "")])
def test_a_name_or_a_technique_typed_as_a_place_is_offered_as_words(browser, session, two, place, words):
    page = browser.open(f"/search?place={place}")
    assert page.h1 == "We do not know that place"
    number = "1 therapist" if words else "2 therapists"
    assert offers(page)[0] == f"Search for “{place}” as a name or word: {number}"
    found = browser.follow(offers(page)[0])
    assert number in found.text
    assert "Marisol Etcheverry" in found.text


def test_a_filter_typed_as_a_place_is_offered_as_the_filter(browser, session, two):
    page = browser.open("/search?place=female therapist")
    assert "Use the filter “Woman” instead: 1 therapist" in offers(page)


def test_an_unknown_place_that_is_in_nobodys_words_is_only_unknown(browser, session, two):
    page = browser.open("/search?place=xyzzyx quux")
    assert page.h1 == "We do not know that place"
    assert "as a name or word" not in page.text


@pytest.mark.parametrize(
    ("words", "offer"),
    {
        "trigger points Eugene": "Search for “trigger points” around Eugene, OR: 1 therapist",
        "etcheverry Portland": "Search for “etcheverry” around Portland, OR: 1 therapist",
        "myofascial, Portland OR": "Search for “myofascial” around Portland, OR: 1 therapist",
        "myofascial in Portland OR": "Search for “myofascial” around Portland, OR: 1 therapist",
        "portland massage": "Search for “massage” around Portland, OR: 1 therapist",
        "best massage in Portland": "Search for “best massage” around Portland, OR: 1 therapist",
    }.items(),
)
def test_a_place_among_the_words_is_offered_as_the_place(browser, session, two, words, offer):
    page = browser.open(f"/search?words={words}")
    assert page.soup.select(".listing-row") == []
    assert offer in offers(page)
    found = browser.follow(offer)
    assert found.h1.removeprefix("Massage therapists near ") in offer
    assert len(found.soup.select(".listing-row")) == 1


def test_the_end_of_a_word_from_a_letter_is_no_british_postal_code(browser, session, two):
    place = {
        "city": "Sheffield",
        "region": "England",
        "country": "GB",
        "postal_code": "",
        "lat": 53.383,
        "lon": -1.4659,
    }
    make_listing(session, "published", name="Ada Hill", place=place)
    page = browser.open("/search?place=Portland, OR&words=l5-s1 herniation with radiculopathy")
    assert not any("Sheffield" in one for one in offers(page))
