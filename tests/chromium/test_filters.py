"""The search form and the filters beside a list: what they say after going back, by keyboard on a phone, and aloud."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

PORTLAND = "/search?place=Portland%2C+OR&radius=50"
FIGURES = """() => Object.fromEntries([...document.querySelectorAll(".filter-option:has(.filter-count)")].map(
    (one) => [one.querySelector("input").id, one.querySelector(".filter-count").textContent]))"""
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


def sending(page):
    """The button that shows the results: on a phone the one below the filters, beside a list the one above them."""
    return page.locator("[data-counts-send]:visible").first


def counted(page):
    """What is asked of the server about ticks from now on."""
    asked = []
    page.on("request", lambda one: asked.append(one.url) if "/search/counts" in one.url else None)
    return asked


@pytest.mark.parametrize("width", [320, 1280])
def test_a_tick_tells_how_many_are_found_and_the_list_then_holds_as_many(open_page, width):
    page = open_page(PORTLAND + "#filters", width=width)
    asked = counted(page)
    send = sending(page)
    expect(send).to_have_text("Show results")
    page.evaluate("['how-focus', 'how-oil'].forEach((box) => document.getElementById(box).click())")
    expect(send).to_have_text(re.compile(r"^Show \d+ therapists$"))
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^\d+ therapists$"))).to_have_count(1)
    assert len(asked) == 1, "once for ticks that follow each other"
    page.get_by_label("Open at weekends").scroll_into_view_if_needed()
    expect(send).to_be_in_viewport(ratio=1)
    told, beside = send.inner_text().split()[1], page.evaluate(FIGURES)
    send.click()
    expect(page.locator(".results-count")).to_have_text(re.compile(rf"^\s*{told} therapists"))
    now = page.evaluate(FIGURES)
    assert {box: beside[box] for box in now} == now
    assert {beside[box] for box in beside if box not in now} <= {"0"}, "what nobody offers any more"


def test_nobody_is_said_before_anybody_goes_there(open_page):
    page = open_page(PORTLAND)
    page.locator("#price-60").check()
    page.get_by_label("Open after 18:30").check()
    page.get_by_label("Explains pain referred").check()
    expect(sending(page)).to_have_text("Show 0 therapists")
    expect(page.get_by_role("status").filter(has_text="Nobody meets all of this")).to_have_count(1)


def test_an_answer_that_comes_late_changes_nothing(open_page):
    page = open_page(PORTLAND)
    held = []
    page.route("**/search/counts?*", lambda one: one.continue_() if held else held.append(one))
    with page.expect_request("**/search/counts?*"):
        page.get_by_label("Little or no oil").check()
    send = sending(page)
    page.get_by_label("Little or no oil").uncheck()
    expect(send).to_have_text("Show 12 therapists")
    held[0].continue_()
    page.wait_for_timeout(300)
    expect(send).to_have_text("Show 12 therapists")


def test_a_server_that_has_no_time_is_not_asked_again_and_the_button_still_works(open_page):
    page = open_page(PORTLAND)
    asked = counted(page)
    before = page.locator(".filter-count").all_text_contents()
    page.get_by_label("Little or no oil").check()
    send = sending(page)
    expect(send).not_to_have_text("Show results")
    page.route("**/search/counts?*", lambda one: one.fulfill(status=429))
    with page.expect_response("**/search/counts?*"):
        page.get_by_label("Open after 18:30").check()
    expect(send).to_have_text("Show results")
    page.get_by_label("Open after 18:30").uncheck()
    page.wait_for_timeout(600)
    assert len(asked) == 2
    assert page.locator(".filter-count").all_text_contents() == before
    send.click()
    expect(page.locator(".chosen-one")).to_have_count(1)


def test_a_page_that_a_browser_kept_whole_forgets_figures_of_ticks(open_page):
    page = open_page(PORTLAND)
    before = page.locator(".filter-count").all_text_contents()
    page.get_by_label("Little or no oil").check()
    expect(sending(page)).not_to_have_text("Show results")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(sending(page)).to_have_text("Show results")
    assert page.locator(".filter-count").all_text_contents() == before


def test_the_address_of_a_search_holds_only_what_was_asked_for(open_page):
    page = open_page("/")
    page.get_by_label("City or postal code").fill("Portland, OR")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**/search?place=Portland%2C+OR&radius=25")
    for name in ("Whole hour on low back", "Open after 18:30", "Open at weekends"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Show results").first.click()
    page.wait_for_url("**&order=best-fit&how=focus&with=evening&with=weekend")
    page.go_back()
    expect(page.locator(".chosen-one")).to_have_count(0)
    assert page.url.endswith("/search?place=Portland%2C+OR&radius=25")


def test_by_keyboard_the_people_are_two_keys_behind_the_search(open_page):
    page = open_page(PORTLAND)
    page.get_by_role("button", name="Search", exact=True).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the filters")).to_be_focused()
    expect(page.get_by_role("link", name="Skip the filters")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="How the order is made")).to_be_focused()
