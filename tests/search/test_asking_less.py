"""What a visitor is told when a search asks for too much, for nothing, or for a place that is no place."""

from __future__ import annotations

import pytest

from ..factories import EUGENE, make_listing

IN_PORTLAND = "/search?place=Portland, OR"


def offers(page):
    return [" ".join(line.text.split()) for line in page.soup.select(".results-left li")]


def test_a_word_too_many_can_be_left_out_with_one_click(browser, session):
    make_listing(session, "published", name="Mara Lindqvist")
    page = browser.open(f"{IN_PORTLAND}&words=lindqvist zeppelin")
    assert "Nobody within 25 miles of Portland, OR meets all that you chose." in page.text
    assert offers(page) == ["Without the word “zeppelin”: 1 therapist", "Without any words: 1 therapist"]
    assert "1 therapist within 25 miles" in browser.follow("Without the word “zeppelin”: 1 therapist").text


def test_a_whole_sentence_leads_to_those_who_hold_a_word_of_it(browser, session):
    make_listing(session, "published", name="Mara Lindqvist")
    make_listing(session, "published", name="Ada Lindqvist")
    make_listing(session, "published", name="Mara Far", place=EUGENE)
    page = browser.open(f"{IN_PORTLAND}&words=My friend Mara says that a certain Lindqvist helped once")
    assert offers(page) == [
        "Only “mara”: 1 therapist",
        "Only “lindqvist”: 2 therapists",
        "Without any words: 2 therapists",
    ]


def test_a_search_with_filters_and_words_offers_to_drop_either(browser, session):
    make_listing(session, "published", name="Mara Lindqvist")
    page = browser.open(f"{IN_PORTLAND}&words=lindqvist&language=klingon")
    assert offers(page) == ["Without “Klingon”: 1 therapist"]


def test_filters_that_nobody_meets_together_can_be_cleared(browser, session):
    make_listing(session, "published", name="Mara Lindqvist", gender="woman")
    page = browser.open(f"{IN_PORTLAND}&language=klingon&language=elvish&gender=man&price=60")
    assert "meets all that you chose." in page.text
    assert "fewer words" not in page.text
    assert offers(page) == ["Without any filters: 1 therapist"]
    assert "Mara Lindqvist" in browser.follow("Without any filters: 1 therapist").text


@pytest.mark.parametrize("query", ["gender=man&price=60", "language=klingon"])
def test_without_a_place_no_number_is_promised_for_a_search_of_nothing(browser, session, query):
    make_listing(session, "published", gender="woman")
    page = browser.open(f"/search?{query}&with=licence")
    assert "Nobody meets all that you chose." in page.text
    assert "fewer words" not in page.text
    assert "Without any filters" not in page.text
    assert browser.follow("Clear all filters").h1 == "Find a therapist"


def test_filters_where_nobody_is_listed_at_all_can_be_cleared_too(browser, session):
    make_listing(session, "published", place=BOSTON)
    page = browser.open(f"{IN_PORTLAND}&gender=man")
    assert "fewer words" not in page.text
    cleared = browser.follow("Clear all filters")
    assert "Nobody is listed within 25 miles of Portland, OR." in cleared.text


def test_words_beyond_the_eighth_are_said_to_be_left_out(browser, session):
    make_listing(session, "published", name="Ann Bo Cy Di Ed Fay Gus Hal Ida Jo")
    page = browser.open(f"{IN_PORTLAND}&words=ann bo cy di ed fay gus hal zeppelin jo")
    assert "1 therapist within 25 miles" in page.text
    assert "The first eight words were looked for. Left out: zeppelin, jo." in page.text
    assert "Left out" not in browser.open(f"{IN_PORTLAND}&words=ann bo cy di ed fay gus hal").text


@pytest.mark.parametrize("words", ["the", "about us", "🙂"])
def test_words_that_narrow_nothing_are_said_to_narrow_nothing(browser, session, words):
    make_listing(session, "published", name="Mara Lindqvist")
    page = browser.open(f"{IN_PORTLAND}&words={words}")
    assert "1 therapist within 25 miles" in page.text
    assert f"“{words}” is in nearly every listing or in none, so it was not looked for." in page.text


@pytest.mark.parametrize(
    ("order", "words"),
    {
        "best-fit": "Why they stand here",
        "most-clinical": "Why they stand here",
        "nearest": "From the answers",
        "most-relaxing": "From the answers",
        "recently-confirmed": "From the answers",
    }.items(),
)
def test_a_quotation_is_a_reason_only_where_the_score_decides_the_order(browser, session, order, words):
    make_listing(session, "published")
    page = browser.open(f"{IN_PORTLAND}&order={order}")
    assert page.soup.select_one(".listing-why figcaption").text.startswith(words)


def test_the_nearest_beyond_stand_there_for_being_near(browser, session):
    make_listing(session, "published", place=EUGENE)
    page = browser.open(IN_PORTLAND)
    assert "The nearest beyond that" in page.text
    assert "Why they stand here" not in page.text


BOSTON = {"city": "Boston", "region": "MA", "postal_code": "02108", "lat": 42.3584, "lon": -71.0598}


def test_who_is_an_ocean_of_road_away_is_not_the_nearest_beyond(browser, session):
    make_listing(session, "published", name="Mara Lindqvist")
    make_listing(session, "published", name="Ada Berg", place=BOSTON)
    page = browser.open(f"{IN_PORTLAND}&words=berg")
    assert page.soup.select(".listing-row") == []
    assert "The nearest beyond that" not in page.text
    assert "Nobody within 275 miles does either." in page.text
    assert page.link("the call card") == "/call-card"
    page = browser.follow("At any distance, nearest first: 1 therapist")
    assert [one.text for one in page.soup.select(".listing-name a")] == ["Ada Berg"]
    page = browser.open(f"{IN_PORTLAND}&words=lindqvist zeppelin")
    assert "At any distance" not in page.text
    assert "Nobody within 275 miles does either." in page.text
    assert offers(page)[0] == "Without the word “zeppelin”: 1 therapist"
    assert page.link("the call card") == "/call-card"


def test_where_nobody_is_far_and_wide_the_list_of_places_is_offered(browser, session):
    make_listing(session, "published", place=BOSTON)
    page = browser.open(f"{IN_PORTLAND}&radius=40&unit=km")
    assert "Nobody is listed within 440 km either." in page.text
    assert page.link("Where therapists are listed") == "/places"
    assert "still empty" not in page.text


def test_a_whole_state_is_asked_where(browser, session):
    make_listing(session, "published")
    page = browser.open("/search?place=Oregon&words=hip")
    assert page.h1 == "Where in Oregon?"
    assert "That is a whole state or country." in page.text
    assert browser.follow("Portland, OR").h1 == "Massage therapists near Portland, OR"
    assert browser.open("/search?place=Oregon%2C+USA").h1 == "Where in Oregon, USA?"
    assert browser.follow("Portland, OR").h1 == "Massage therapists near Portland, OR"


@pytest.mark.parametrize("code", ["ZE1 0AA", "D-80331", "1010 AB"])
def test_a_postal_code_of_another_country_is_said_to_be_unknown(browser, session, code):
    page = browser.open(f"/search?place={code}")
    assert page.h1 == "We do not know that place"
    assert "We know the postal codes of the United States and Canada, and the town of most British" in page.text
    assert "For other countries type the town." in page.text
