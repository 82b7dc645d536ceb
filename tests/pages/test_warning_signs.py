"""The warning signs, word by word: what a person must read before anything else."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from directory_app.warning_signs import DOCTOR_FIRST, EMERGENCY, TELL_THE_THERAPIST

from ..browser import words


@pytest.fixture
def database_app(sqlite_app):
    """These pages hold nothing of the database, so that one is enough."""
    return sqlite_app


STOP_LINES = [
    "difficulty starting to pee, loss of the feeling of peeing, or leaking",
    "you cannot feel or control your bowels",
    "numbness, tingling or changed feeling around your genitals, back passage, buttocks or inner thighs",
    "pain, tingling, weakness or numbness in both legs, or leg weakness that is severe or getting worse",
    "a change in sexual function or in feeling in the genitals; have this checked without delay",
    "it started after a serious accident, such as a car crash or a fall from a height",
    "chest pain together with the back pain",
    "sudden tearing pain in the back or belly with faintness, or a pulsing lump in the belly",
]
DOCTOR_LINES = [
    "fever, chills or feeling very unwell",
    "a recent serious infection, a weak immune system, injected drugs, or an open wound near the spine",
    "losing weight without trying",
    "cancer now or in the past",
    "pain that is constant, not eased by rest or position, or much worse at night",
    "a new lump, swelling or change in the shape of your back",
    "your first strong back pain before the age of 20 or after 50",
    "a minor fall or a lift, if you have osteoporosis, take steroids for a long time, or are over 65",
    "new or growing weakness, numbness or a dropping foot in one leg",
    "pain mainly between the shoulder blades, or clearly worse when you cough, sneeze or strain",
    "pain that began before 45, has lasted more than three months, and comes with some of these: it wakes you in the "
    "second half of the night, it gets better with movement and not with rest, psoriasis, inflamed bowels or eyes, "
    "relatives with inflammation of the spine (spondyloarthritis)",
]
TELL_LINES = [
    "one calf swollen, warm and painful: this may be a clot, get it seen urgently",
    "blood thinners or a bleeding disorder",
    "pregnancy",
    "osteoporosis",
    "surgery or a fracture in the last three months",
    "a skin infection or an open wound",
    "a fever today: see a doctor first",
    "heart or kidney failure",
    "cancer treatment at present: ask the doctor who treats you first",
    "an implanted device in the area",
]


def lines_of(soup: BeautifulSoup) -> list[list[str]]:
    return [[words(line) for line in one.find_all("li")] for one in soup.find_all("ul", class_="checklist")]


def test_the_printed_page_holds_the_three_lists_word_by_word_and_in_order(browser):
    assert lines_of(browser.open("/before-you-book").soup) == [STOP_LINES, DOCTOR_LINES, TELL_LINES]


def test_both_legs_and_what_needs_a_doctor_first_are_stressed(browser):
    page = browser.open("/before-you-book")
    assert [words(one) for one in page.soup.select(".checklist strong")] == [
        "both", TELL_LINES[0], "see a doctor first", "ask the doctor who treats you first",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/before-you-book", "/understand-your-pain"])
@pytest.mark.parametrize("named", ["one calf swollen", "fever", "cancer"])
def test_what_two_lists_name_is_sent_to_a_doctor_by_both(browser, path, named):
    soup = browser.open(path).soup
    begins = (named, f"a {named}")
    lines = [one for one in soup.select(".checklist li, .check-signs label") if words(one).startswith(begins)]
    assert len(lines) == (1 if named == "one calf swollen" else 2)
    for line in lines:
        heading = line.find_parent(["fieldset", "section"]).find(["h2", "legend"])
        assert re.search("doctor .*first|seen urgently", f"{words(heading)} {words(line)}"), words(line)


def test_on_the_worksheet_the_advice_of_a_doctor_names_everything_it_is_for(browser):
    advice = words(browser.open("/understand-your-pain").soup.find(attrs={"data-halt": "doctor"}))
    for one in ("a sign that needs a doctor", "one calf swollen", "a fever today", "cancer treatment at present"):
        assert one in advice


def test_the_signs_are_new_or_worse_in_two_weeks_and_call_for_help_now(browser):
    stop = words(browser.open("/before-you-book").soup.find("section", class_="stop"))
    assert "Call your local emergency number or go to an emergency department" in stop
    assert "and any of these , new or worse in the last two weeks" in stop
    assert "Do not book a massage" in stop


def test_nothing_but_the_title_stands_before_the_signs(browser):
    main = browser.open("/before-you-book").soup.find("main")
    first = main.find("h2")
    assert words(first) == "Stop: get emergency help now"
    assert [
        words(one) for one in first.find_all_previous(["h1", "p", "ul", "nav", "button", "form"]) if main in one.parents
    ] == [words(main.h1)]


def test_no_line_soothes_where_signs_stand(browser):
    sections = [browser.open("/before-you-book").soup.find(id=name).parent for name in ("emergency", "doctor", "tell")]
    sheet = browser.open("/understand-your-pain").soup
    sections += [sheet.find(attrs={"data-step": "1"}), *sheet.find_all(attrs={"data-halt": True})]
    assert len(sections) == 6
    for one in sections:
        assert re.search("harmless|usually|common|on its own|do not worry", words(one)) is None
    assert "These need checking" in words(sections[1])
    assert "These need checking" in words(sections[3])


def test_the_page_of_signs_needs_no_script_and_names_its_sources(browser):
    page = browser.open("/before-you-book")
    assert [one["src"].split("?")[0] for one in page.soup.find_all("script", src=True)] == ["/static/site.js"]
    sources = words(page.soup.find(id="sources").parent)
    for name in ("Finucane", "GIRFT", "BMJ Best Practice", "NHS", "NG65"):
        assert name in sources


def test_the_page_of_signs_leads_to_the_next_step(browser):
    browser.open("/before-you-book")
    assert browser.follow("Understand your pain").h1 == "Understand your pain before you book"


def test_the_self_check_asks_the_same_signs_in_the_same_order(browser):
    step = browser.open("/understand-your-pain").soup.find(attrs={"data-step": "1"})
    asked = [[words(one) for one in group.find_all("label")] for group in step.find_all("fieldset")]
    assert asked == [STOP_LINES, DOCTOR_LINES, TELL_LINES]


def test_every_sign_has_a_short_name_for_the_summary():
    signs = [*EMERGENCY, *DOCTOR_FIRST, *TELL_THE_THERAPIST]
    assert len({one.id for one in signs}) == len(signs) == 29
    assert all(one.short and len(one.short) <= 70 for one in signs)


def test_the_lists_are_counted_right_and_the_united_kingdom_calls_999(browser):
    page = browser.open("/before-you-book")
    assert len(page.soup.select(".checklist")) == 3
    assert "Read the list above and the two below." in page.text
    assert page.link("999") == "tel:999"
    assert "999 in the United Kingdom" in page.text


def test_whoever_has_an_emergency_comes_from_the_first_line_to_numbers_to_touch(browser):
    page = browser.open("/before-you-book")
    first = page.soup.find(id="emergency").find_next("p")
    numbers = page.soup.find(id=first.a["href"].removeprefix("#"))
    assert {one["href"] for one in numbers.find_all("a")} >= {"tel:112", "tel:911", "tel:999"}


@pytest.mark.parametrize("path", ["/call-card", "/good-to-know/referral"])
def test_signs_for_now_in_few_words_are_a_list_that_leaves_none_of_them_out(browser, path):
    (signs,) = browser.open(path).soup.select("main .emergency-signs")
    assert "get emergency help now" in words(signs.find_previous("p")).lower()
    assert signs.find_parent("details") is None
    named = [words(one) for one in signs.find_all("li")]
    assert len(named) == len(STOP_LINES) == 8
    for told in (
        "pee", "bowels", "between the legs", "both legs painful, tingling, numb or weak", "sexual", "accident", "chest",
        "tearing",
    ):  # fmt: skip
        assert sum(told in one for one in named) == 1, told
