"""The map beside the results in a real browser: opened on demand, by keyboard, and asking nobody else for anything."""

from __future__ import annotations

import pytest

from .test_accessibility import faults

LIST = "/search?place=Portland%2C+OR&radius=25"
MAP = "/search/map?place=Portland%2C+OR&radius=25"


def ready(page):
    page.wait_for_selector("[data-map-ready]")
    return page


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")


def press_until(page, key, wanted, most=60):
    """Press a key until what has the focus is wanted, and say what had it on the way."""
    seen = []
    for _ in range(most):
        page.keyboard.press(key)
        seen.append(focused(page))
        if wanted(seen[-1]):
            return seen
    raise AssertionError(seen)


def test_the_map_is_loaded_only_when_somebody_opens_it(open_page):
    asked = []
    page = open_page("/about")
    page.on("request", lambda one: asked.append(one.url))
    page.goto(LIST)
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 6
    assert not [one for one in asked if "vendor" in one or "basemap" in one or "/search/map" in one or "map." in one]
    page.get_by_role("link", name="Show map").click()
    ready(page)
    assert [one for one in asked if "leaflet.js" in one]
    assert page.locator(".listing-row").count() > 5
    page.get_by_role("link", name="List", exact=True).click()
    assert page.locator("[data-map]").count() == 0


def test_the_map_shows_each_result_of_the_list_once(open_page):
    page = ready(open_page(MAP))
    names = page.locator(".listing-name a").all_inner_texts()
    signs = page.eval_on_selector_all(".map-pin", "all => all.map(one => one.getAttribute('aria-label'))")
    shown = sum(int(one.split(" results")[0]) if " results " in one else 1 for one in signs)
    assert shown == len(names)
    for one in signs:
        number, _, rest = one.partition(": ")
        if rest and " results " not in one:
            assert rest.startswith(names[int(number) - 1])
            assert rest.endswith(" away")


def test_a_result_is_reached_opened_and_left_by_keyboard(open_page):
    page = ready(open_page("/search/map?place=Denver&radius=250"))
    page.get_by_role("link", name="Skip the map").focus()
    page.wait_for_timeout(400)
    signs = press_until(page, "Tab", lambda name: " away" in name)
    name = signs[-1]
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    popup.wait_for()
    link = popup.get_by_role("link")
    assert link.inner_text() == name.rsplit(", ", 1)[0].replace(": ", ". ")
    assert link.evaluate("one => one === document.activeElement")
    assert "Clinical-style score" in popup.inner_text()
    page.keyboard.press("Escape")
    popup.wait_for(state="detached")
    assert focused(page) == name
    page.keyboard.press("Space")
    popup.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/therapists/**")
    assert page.locator("h1").inner_text() == name.split(": ")[1].rsplit(", ", 1)[0]


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_results_close_together_are_spread_by_keyboard(open_page, motion):
    page = ready(open_page(MAP, reduced_motion=motion))
    page.get_by_role("link", name="Skip the map").focus()
    seen = press_until(page, "Tab", lambda name: "close together" in name)
    first = seen[-1].split("numbers ")[1].split(",")[0]
    for _ in range(8):
        page.keyboard.press("Enter")
        page.wait_for_timeout(900)
        if focused(page).startswith(f"{first}: "):
            break
        assert f"numbers {first}," in focused(page)
    assert focused(page).startswith(f"{first}: ")
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup").wait_for()


def test_signs_are_reached_in_the_order_of_the_list(open_page):
    page = ready(open_page("/search/map?place=Denver&radius=250"))
    page.wait_for_timeout(400)
    orders = page.eval_on_selector_all(".map-pin", "all => all.map(one => Number(one.dataset.order))")
    assert len(orders) > 2
    assert orders == sorted(orders)


def test_a_row_and_its_sign_light_up_together(open_page):
    page = ready(open_page(MAP))
    page.locator(".listing-name a").first.focus()
    assert page.locator(".map-pin-on").count() == 1
    assert page.locator(".map-pin-on").get_attribute("data-order") == "1"
    page.get_by_role("link", name="Skip the map").focus()
    assert page.locator(".map-pin-on").count() == 0
    press_until(page, "Tab", lambda name: " away" in name)
    number = focused(page).split(":")[0]
    lit = page.locator(".listing-row-on")
    assert lit.count() == 1
    assert lit.evaluate("one => [...one.parentNode.children].indexOf(one) + 1") == int(number)


def test_what_is_private_is_drawn_as_an_area(open_page):
    page = ready(open_page(MAP))
    found = page.evaluate("fetch(document.querySelector('[data-map]').dataset.points).then(one => one.json())")
    areas = {(one["lat"], one["lon"], one["reach_km"], one["kind"]) for one in found["listings"] if one["reach_km"]}
    assert areas
    assert page.locator("path.map-area").count() == len(areas)
    assert all((one["kind"] == "exact") == (one["reach_km"] == 0) for one in found["listings"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing_with_the_map_open(open_page, width, scheme):
    page = ready(open_page(MAP, width=width, color_scheme=scheme))
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page) == []
    page.locator(".map-pin:not(.map-pin-many)").first.click()
    page.locator(".leaflet-popup").wait_for()
    # It fades in, and half transparent words have no contrast.
    page.wait_for_timeout(500)
    assert faults(page) == []
    small = page.eval_on_selector_all(
        ".map .leaflet-bar a, .map .leaflet-bar button, .map .map-pin",
        "all => all.filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))",
    )
    assert small == []


def test_one_finger_scrolls_the_page_and_a_wheel_zooms_only_on_request(open_page):
    phone = ready(open_page(MAP, width=390, has_touch=True, is_mobile=True))
    assert phone.locator("[data-map]").evaluate("one => getComputedStyle(one).touchAction") == "pan-x pan-y"
    page = ready(open_page(MAP))
    box = page.locator("[data-map]")
    box.scroll_into_view_if_needed()
    box.hover(position={"x": 300, "y": 300})
    page.evaluate("scrollTo(0, 0)")
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") > 0
    assert "Ctrl" in page.locator(".map-hint").inner_text() or "⌘" in page.locator(".map-hint").inner_text()


def test_a_map_that_cannot_load_says_so_and_leaves_the_list(chromium, site):
    context = chromium.new_context(base_url=site.address)
    page = context.new_page()
    page.route("**/search/map/points**", lambda route: route.abort())
    page.goto(MAP)
    page.get_by_text("The map did not load").wait_for()
    assert page.locator(".listing-row").count() > 5
    context.close()


def test_without_scripts_the_map_is_a_still_picture_beside_the_whole_list(open_page):
    page = open_page(LIST, scripts=False)
    page.get_by_role("link", name="Show map").click()
    picture = page.get_by_role("img", name="Where these results are")
    assert picture.is_visible()
    assert picture.bounding_box()["height"] > 200
    assert page.locator(".listing-row").count() > 5
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_map_without_a_place_shows_everybody_of_the_page_and_no_middle(open_page):
    page = ready(open_page("/search/map?words=hip"))
    names = page.locator(".listing-name a").all_inner_texts()
    signs = page.eval_on_selector_all(".map-pin", "all => all.map(one => one.getAttribute('aria-label'))")
    assert sum(int(one.split(" results")[0]) if " results " in one else 1 for one in signs) == len(names)
    assert page.locator(".map-here, .map-ring").count() == 0
    assert page.locator("[data-legend=ring]").count() == 0


def test_signs_that_were_moved_apart_hang_on_lines_and_the_legend_says_so(open_page):
    page = ready(open_page("/search/map?place=London&radius=any"))
    said = page.get_by_text("Moved apart so that each can be read.")
    assert not said.is_visible()
    for _ in range(8):
        page.locator(".map-pin-many").first.click()
        page.wait_for_timeout(900)
        if page.locator("path.map-leg").count():
            break
    legs = page.locator("path.map-leg").count()
    assert legs > 1
    assert said.is_visible()
    assert page.locator(".map-pin").count() > legs
    page.locator("[data-map]").click(position={"x": 300, "y": 700})
    said.wait_for(state="hidden")
    page.locator("path.map-leg").first.wait_for(state="detached")
