"""The paths of people in a real browser, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import sign_in


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_finds_somebody_and_sees_why(open_page, scripts):
    page = open_page("/", scripts=scripts, width=390)
    page.get_by_label("City or postal code").fill("97201")
    page.get_by_role("button", name="Search").click()
    assert page.locator("h1").inner_text().startswith("Massage therapists near")
    row = page.locator(".listing-row").first
    assert row.locator("blockquote").inner_text()
    name = row.locator(".listing-name a").inner_text()
    row.locator(".listing-name a").click()
    assert page.locator("h1").inner_text() == name
    assert page.locator("mark").count() > 0
    page.go_back()
    assert page.get_by_label("City or postal code").input_value() == "97201"


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_first_screen_shows_somebody_and_the_search_is_one_touch_away(open_page, scripts):
    page = open_page("/search?place=Portland, OR", scripts=scripts, width=390)
    place = page.get_by_label("City or postal code")
    expect(place).to_be_hidden()
    assert page.locator(".listing-name").first.bounding_box()["y"] < 700
    page.get_by_role("link", name="Change the search").click()
    expect(place).to_be_visible()
    place.fill("Eugene, OR")
    page.get_by_role("button", name="Search").click()
    assert page.locator("h1").inner_text() == "Massage therapists near Eugene, OR"
    expect(place).to_be_hidden()


def test_on_a_phone_nobody_near_is_said_in_the_first_screen_with_the_nearest_beyond(open_page):
    page = open_page("/search?place=Hood River, OR&radius=5", width=390)
    expect(page.get_by_label("City or postal code")).to_be_hidden()
    assert page.get_by_text("Nobody is listed within 5 miles").bounding_box()["y"] < 400
    assert page.locator(".listing-name").first.bounding_box()["y"] < 844
    page.get_by_role("link", name="Change the search").click()
    expect(page.get_by_label("City or postal code")).to_be_visible()


def test_on_the_smallest_phone_the_menu_takes_two_lines_on_whatever_page_one_is(open_page):
    page = open_page("/", width=320)
    head = page.locator(".masthead")
    height = head.bounding_box()["height"]
    for path in ("/search?place=97201", "/how-the-score-works", "/before-you-book", "/for-therapists"):
        page.goto(path)
        assert head.bounding_box()["height"] == height, path


def test_on_the_smallest_phone_what_changes_a_search_takes_one_line_with_filters_chosen_too(open_page):
    page = open_page("/search?place=Portland, OR&how=oil&how=focus", width=320)
    ways = [
        page.get_by_role("link", name=name) for name in ("Change the search", re.compile(r"Filters \(2 chosen ?\)"))
    ]
    assert ways[0].bounding_box()["y"] == ways[1].bounding_box()["y"]


def test_on_a_wide_screen_the_search_stands_above_its_results(open_page):
    page = open_page("/search?place=Portland, OR", width=1280)
    expect(page.get_by_label("City or postal code")).to_be_visible()
    expect(page.get_by_role("link", name="Change the search")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 768, 1024, 1200, 1280])
def test_the_longest_order_stands_in_its_field_in_full(open_page, width):
    page = open_page("/search?place=Portland%2C+OR&order=recently-confirmed#search", width=width)
    room, words = page.get_by_label("Order", exact=True).evaluate("""select => {
        const style = getComputedStyle(select), pen = document.createElement("canvas").getContext("2d");
        pen.font = style.font;
        const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return [room, pen.measureText(select.selectedOptions[0].text).width];
    }""")
    assert 0 < words <= room


@pytest.mark.parametrize("scripts", [True, False])
def test_a_moderator_decides_the_oldest_case(open_page, scripts):
    page = open_page("/moderation/?kind=new", role="moderator", scripts=scripts)
    waiting = page.locator(".work-list tbody tr").count()
    page.locator(".work-list th a").first.click()
    name = page.locator("h1").inner_text().split(":")[0]
    page.get_by_label("Approve").check()
    page.get_by_role("button", name="Save the decision").click()
    assert f"{name} is approved and public" in page.locator("main").inner_text()
    page.goto("/moderation/?kind=new")
    expect(page.locator(".work-list tbody tr")).to_have_count(waiting - 1)


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_registers_and_writes_an_answer(open_page, site, scripts):
    page = open_page("/account/register", scripts=scripts, width=390)
    email = f"new-{scripts}@example.org".lower()
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill("willow-lantern-harbour-9")
    page.get_by_role("button", name="Create the account").click()
    assert page.locator("h1").inner_text() == "Look into your mail"
    page.goto("/development/outbox")
    page.locator(".letter a").first.click()
    page.get_by_role("button", name="Confirm my address").click()
    sign_in(page, email, "willow-lantern-harbour-9")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Your name", exact=True).fill("Nora Example")
    page.get_by_role("button", name="Save and continue").click()
    page.goto("/my-listing/questions/Q2")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("In your own words").fill("Slow and without oil, until the tissue softens.")
    page.get_by_role("button", name="Save and continue").click()
    assert "/questions/Q3" in page.url
    page.get_by_role("button", name="Save and go back").click()
    assert page.get_by_label("In your own words").input_value() == "Slow and without oil, until the tissue softens."


def test_the_smallest_phone_shows_a_first_result_without_a_long_menu_before_it(open_page):
    page = open_page("/search?place=Portland%2C+OR&radius=25", width=320)
    tops = page.locator(".masthead-navs a:visible").evaluate_all(
        "all => [...new Set(all.map(one => Math.round(one.getBoundingClientRect().top)))]"
    )
    assert len(tops) == 2
    change, filters = (page.locator(f".filters-open a[href='{one}']").bounding_box() for one in ("#search", "#filters"))
    assert change["y"] == filters["y"]
    assert page.locator(".listing-row").first.bounding_box()["y"] < 800


def test_a_first_view_is_light(open_page, site):
    sizes = []
    for path in ("/", "/search?place=Portland%2C+OR"):
        page = open_page("about:blank")
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        received: list[float] = []
        session.on("Network.loadingFinished", lambda one, into=received: into.append(one["encodedDataLength"]))
        page.goto(path, wait_until="networkidle")
        sizes.append((path, len(received), sum(received)))
    for path, requests, size in sizes:
        assert requests <= 6, path
        assert size <= 55_000, (path, size)


@pytest.mark.parametrize("page", ["reports", "appeals", "claims", "confirmations"])
def test_the_demonstration_shows_a_moderator_something_of_each_kind(open_page, page):
    rows = open_page(f"/moderation/{page}", role="moderator").locator("tbody tr")
    expect(rows).not_to_have_count(0)


def test_the_demonstration_shows_a_therapist_what_a_busy_month_looks_like(open_page):
    page = open_page("/my-listing", role="therapist", width=390)
    text = page.locator("main").inner_text()
    assert re.search(r"[3-9] messages in the last 30 days", text)
    assert "Confirmed by clients" in text
