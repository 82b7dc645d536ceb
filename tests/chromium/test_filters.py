"""The search form and the filters beside a list: what they say after going back, by keyboard on a phone, and aloud."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

PORTLAND = "/search?place=Portland%2C+OR&radius=50"
SHOWN = """() => new URLSearchParams(new FormData(document.getElementById("search"))).toString()"""


@pytest.mark.parametrize("scripts", [True, False])
def test_after_going_back_form_and_filters_say_what_the_list_shows(open_page, scripts):
    page = open_page(PORTLAND, scripts=scripts)
    before = page.evaluate(SHOWN)
    page.get_by_label("Whole hour on low back").check()
    page.get_by_label("Open after 18:30").check()
    page.locator("#price-120").check()
    page.get_by_label("Order").select_option("nearest")
    page.get_by_role("button", name="Show results").first.click()
    expect(page.locator(".chosen-one")).to_have_count(3)
    page.go_back()
    expect(page.locator(".chosen-one")).to_have_count(0)
    assert page.evaluate(SHOWN) == before
    page.go_forward()
    expect(page.get_by_label("Whole hour on low back")).to_be_checked()
    expect(page.get_by_label("Order")).to_have_value("nearest")


def test_after_going_back_another_place_that_was_typed_is_gone(open_page):
    page = open_page(PORTLAND)
    page.get_by_label("City or postal code").fill("Salem, OR")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**Salem**")
    page.go_back()
    expect(page.get_by_label("City or postal code")).to_have_value("Portland, OR")


def test_a_page_that_a_browser_kept_whole_shows_what_its_list_was_made_of(open_page):
    page = open_page(PORTLAND)
    before = page.evaluate(SHOWN)
    page.get_by_label("Open after 18:30").check()
    assert page.evaluate(SHOWN) != before
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert page.evaluate(SHOWN) == before


def test_what_is_typed_while_a_page_opens_stays(open_page):
    page = open_page(PORTLAND)
    page.get_by_label("Open after 18:30").check()
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false}))")
    expect(page.get_by_label("Open after 18:30")).to_be_checked()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_filters_take_the_focus_when_they_open(open_page, scripts):
    page = open_page(PORTLAND, width=390, scripts=scripts)
    page.locator(".filters-open").get_by_role("link", name="Filters").press("Enter")
    expect(page.locator("#filters")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Close")).to_be_focused()


@pytest.mark.parametrize("close", ["Escape", "Close", "back"])
def test_on_a_phone_the_focus_returns_to_the_link_that_opened_the_filters(open_page, close):
    page = open_page(PORTLAND, width=390)
    opener = page.locator(".filters-open").get_by_role("link", name="Filters")
    opener.press("Enter")
    expect(page.locator("#filters")).to_be_focused()
    page.keyboard.press("Tab")
    if close == "Escape":
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
    elif close == "Close":
        page.keyboard.press("Enter")
    else:
        page.go_back()
    expect(page.locator("#filters")).to_be_hidden()
    expect(opener).to_be_focused()


def test_escape_leaves_a_wide_screen_as_it_is(open_page):
    page = open_page(PORTLAND + "#filters")
    page.get_by_label("Open after 18:30").press("Escape")
    assert page.url.endswith("#filters")
    expect(page.get_by_label("Open after 18:30")).to_be_focused()


def test_whoever_hears_the_filters_hears_what_each_number_is(open_page):
    page = open_page(PORTLAND)
    techniques = page.get_by_role("checkbox", name=re.compile(r"^Myofascial techniques ?, \d+ therapists$"))
    expect(techniques).to_have_count(1)
    price = page.get_by_role("radio", name=re.compile(r"^at most \$120 ?, \d+ therapists?$"))
    expect(price).to_have_count(1)
    expect(page.get_by_role("group", name="60 minutes cost at most").last).to_have_accessible_description(
        re.compile("Currency: US dollar. Prices in other money are left out.")
    )
    # Whoever sees them sees the figure alone.
    expect(page.locator("label[for=price-120] .filter-count")).to_have_text(re.compile(r"^\d+$"))


def test_every_group_and_form_of_a_list_has_a_name(open_page):
    page = open_page(PORTLAND)
    snapshot = page.locator("main").aria_snapshot()
    assert re.findall(r"^ *- (?:group|form|search):?$", snapshot, re.MULTILINE) == []
    page.goto("/compare?t=marisol-etcheverry-portland&t=idris-okonjo-bell-portland")
    expect(page.get_by_role("form", name="Distances from a place")).to_have_count(1)
