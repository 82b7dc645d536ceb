"""The pages that explain the directory, as visitors and people with accounts see them."""

from __future__ import annotations

import re

import pytest

from directory_app.pages.queries import DirectorySize, directory_size
from directory_app.warning_signs import EMERGENCY

from ..browser import words
from ..factories import make_account, make_listing

REFUSED_WORDS = re.compile(
    r"\b(cures?|cured|guarantee\w*|will stop|heals?|fix(es)? your|detox\w*|toxins?|self-diagnosis|best therapist)\b"
)


def test_the_start_page_searches(browser):
    page = browser.open("/")
    assert page.status == 200
    browser.fill("City or postal code", "Portland, Oregon")
    browser.fill("Within", "50")
    browser.fill("Unit", "km")
    page = browser.press("Search")
    assert page.url.startswith("/search?")
    assert page.status == 200
    assert page.value("City or postal code") == "Portland, Oregon"
    assert page.value("Within") == "50"
    assert page.value("Unit") == "km"


def test_the_start_page_counts_what_is_public_and_nothing_else(browser, session):
    make_listing(session, "published")
    make_listing(session, "published")
    make_listing(session, "submitted")
    assert directory_size(session) == DirectorySize(listings=2, countries=1)
    assert "2 therapists in 1 country." in browser.open("/").text


def test_an_empty_directory_does_not_boast(browser):
    assert "0 therapists" not in browser.open("/").text


def test_the_start_page_lists_every_emergency_sign_on_a_line_of_its_own(browser):
    warning = browser.open("/").soup.select_one(".hero-warning")
    assert words(warning.p) == "Get emergency help now for any of these:"
    assert [words(one) for one in warning.select("li")] == [one.short for one in EMERGENCY]


def test_warning_signs_are_one_link_from_the_start_and_stand_before_everything_else(browser):
    browser.open("/")
    page = browser.follow("Check the warning signs first")
    headings = [heading.get_text() for heading in page.soup.find_all("h2")]
    assert headings[0] == "Stop: get emergency help now"
    assert headings[1] == "See a doctor first"
    assert "numbness, tingling or changed feeling around your genitals" in page.text


@pytest.mark.parametrize(
    "path", ["/", "/how-the-score-works", "/before-you-book", "/about", "/privacy", "/terms", "/consumer-health-data"]
)
def test_no_page_promises_health(browser, path):
    text = browser.open(path).text.casefold()
    assert REFUSED_WORDS.search(text) is None


def test_the_score_page_says_what_the_score_is_not_and_how_every_order_is_made(browser):
    page = browser.open("/how-the-score-works")
    assert "It is not a measure of skill, licence, safety or results." in page.text
    assert "0.7 × rank score + 30 ÷ (1 + (miles ÷ 15)²)" in page.text
    assert all(f" {name} " in page.text for name in ("Best fit", "Nearest", "Most clinical"))


def test_the_score_page_begins_with_what_is_enough_to_search_and_folds_its_formulas(browser):
    page = browser.open("/how-the-score-works")
    first, *others = page.soup.select(".guide h2")
    assert words(first) == "In short"
    short = words(first.parent)
    assert len(short.split()) <= 130
    for known in ("Neither is better", "never lead past 65", "Nobody can pay for a place"):
        assert known in short
    folded = {words(one.summary): one for one in page.soup.select(".guide details")}
    assert len(folded["The formulas"].select(".formula")) == 4
    assert folded["What holds a text back"].table
    named = [one["href"].lstrip("#") for one in page.soup.select(".guide-contents a")]
    assert named == [one["id"] for one in others]


def test_the_score_page_reproaches_nobody_for_the_lowest_level(browser):
    levels = {words(row.dt): words(row.dd) for row in browser.open("/how-the-score-works").soup.select(".summary-row")}
    assert "a relaxing style mostly stays here, however well it is explained" in levels["Claimed"]
    assert "choice" not in levels["Claimed"], "there may be none, or one that is explained in full"


def test_an_answer_shows_its_words_its_marks_and_what_was_not_mentioned(browser):
    answer = browser.open("/").soup.find("section", class_="answer")
    marked = [words(mark).partition(" (")[0] for mark in answer.find_all("mark")]
    assert "work dry for" in marked
    assert "slide" in marked
    assert "Held back" not in answer.get_text()
    assert "Speaks of your skin or wishes" in answer.find("details").get_text()
    assert len(answer.find("ol").find_all("li")) >= 4


def test_the_header_offers_each_role_its_own_way(browser, another_browser, session):
    page = browser.open("/")
    assert page.link("Sign in") == "/account/sign-in"
    assert page.link("For therapists") == "/for-therapists"
    browser.sign_in(make_account(session))
    page = browser.open("/about")
    assert page.link("My listing") == "/my-listing"
    assert "Work list" not in page.text
    another_browser.sign_in(make_account(session, role="moderator"))
    page = another_browser.open("/about")
    assert page.link("Work list") == "/moderation/"
    assert another_browser.press("Sign out").status == 200


def test_a_page_that_does_not_exist_says_where_to_go_on(browser):
    page = browser.open("/nowhere")
    assert page.status == 404
    assert page.h1 == "There is nothing here"
    assert page.link("Start page") == "/"
    assert page.soup.select("header [aria-current]") == []


@pytest.mark.parametrize("path", ["/therapists/moved-away", "/search?place=Salem, OR&radius=-1"])
def test_an_address_that_leads_nowhere_still_leads_to_a_search(browser, path):
    page = browser.open(path)
    assert page.status in (400, 404)
    browser.fill("City or postal code", "Portland, OR")
    page = browser.press("Search")
    assert page.h1 == "Massage therapists near Portland, OR"


@pytest.mark.parametrize("path", ["/about", "/how-the-score-works", "/for-therapists"])
def test_one_line_of_a_reading_is_said_to_rest_on_all_words_together(browser, path):
    assert "one line, how the whole text is worded, rests on all of them" in browser.open(path).text


def test_what_changes_without_a_moderator_is_told(browser):
    text = browser.open("/about").text
    assert "Contact details, hours, the licence and whether new clients are taken change at once." in text


def test_nobody_is_told_that_an_open_flag_shows_on_the_public_page(browser):
    text = browser.open("/how-the-score-works").text
    assert "in silence" not in text
    assert "Its therapist is told so. Its public page does not say so" in text


def test_the_example_of_a_range_is_one_that_words_alone_can_have(browser, session):
    score = make_listing(session, "published").approved.score
    found = re.search(r"such as “(\d+) of 100, range (\d+)–(\d+)”", browser.open("/how-the-score-works").text)
    estimate, low, high = map(int, found.groups())
    assert estimate <= 65
    assert abs((estimate - low) - (score.estimate - score.low)) < 4
    assert abs((high - estimate) - (score.high - score.estimate)) < 4


def test_the_start_page_offers_the_same_distances_as_the_results(browser, session):
    make_listing(session, "published")

    def offered(path):
        options = browser.open(path).soup.select("#radius option")
        return [(one["value"], words(one), one.has_attr("selected")) for one in options]

    assert ("250", "250", False) in offered("/")
    assert offered("/") == offered("/search?place=Portland, OR")


@pytest.mark.parametrize("path", ["/search?place=Portland, OR", "/search/map?place=Portland, OR"])
def test_the_list_and_the_map_are_both_the_page_find_a_therapist(browser, session, path):
    make_listing(session, "published")
    (here,) = browser.open(path).soup.select("nav[aria-label=Main] [aria-current=page]")
    assert words(here) == "Find a therapist"
