"""The button that asks the browser where it is: what leaves is rounded, what is shown are words."""

from __future__ import annotations

import pytest

WORDS = "Near you"


def located(open_page, address="/"):
    page = open_page(address)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 45.519871, "longitude": -122.676512})
    page.get_by_role("button", name="Use my location").first.click()
    page.wait_for_url("**/search?**")
    return page


def test_the_position_goes_rounded_into_the_address_and_in_words_into_the_field(open_page):
    page = located(open_page)
    assert "near=45.52%2C+-122.68" in page.url
    assert "45.519" not in page.url
    assert page.get_by_label("City or postal code").input_value() == WORDS
    assert page.locator("h1").inner_text() == "Massage therapists near you"


def test_a_click_into_the_words_chooses_them_so_that_typing_replaces_them(open_page):
    page = located(open_page)
    change = page.get_by_role("link", name="Change the search")
    if change.is_visible():
        change.click()
    page.get_by_label("City or postal code").click()
    page.keyboard.type("Eugene, OR")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Eugene").wait_for()
    assert "place=Eugene" in page.url
    assert "near=" not in page.url
    assert page.get_by_label("City or postal code").input_value() == "Eugene, OR"


REFUSED = "Your browser does not tell where you are. Type a city."


def refused(page):
    change = page.get_by_role("link", name="Change the search")
    if change.is_visible():
        change.click()
    page.get_by_role("button", name="Use my location").first.click()
    page.get_by_text(REFUSED).wait_for()
    return page.get_by_text(REFUSED)


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("address", ["/", "/search", "/search?place=Portland%2C+OR"])
def test_a_refused_location_is_told_beside_the_field_and_over_nothing(open_page, address, width):
    page = open_page(address, width=width)
    note = refused(page).bounding_box()
    own = page.locator(".search-form").first
    parts = own.locator(":is(label, .input, .button, .field-hint)").all()
    assert len(parts) > 4
    for part in parts:
        box = part.bounding_box()
        apart = note["y"] + note["height"] <= box["y"] or box["y"] + box["height"] <= note["y"]
        beside = note["x"] + note["width"] <= box["x"] or box["x"] + box["width"] <= note["x"]
        assert apart or beside, part.evaluate("part => part.outerHTML")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_was_told_of_a_refused_location_goes_when_one_types(open_page):
    page = open_page("/")
    note = refused(page)
    page.get_by_label("City or postal code").press_sequentially("E")
    assert note.count() == 0
    assert not page.locator("[data-near-me-note]").is_visible()


def test_a_location_that_comes_after_one_typed_leads_nowhere(open_page):
    page = open_page("/")
    page.evaluate("""() => {
        navigator.geolocation.getCurrentPosition = (found, failed) => { window.found = found; window.failed = failed; };
    }""")
    page.get_by_role("button", name="Use my location").click()
    page.get_by_text("Looking …").wait_for()
    page.get_by_label("City or postal code").press_sequentially("Eugene")
    page.evaluate("found({ coords: { latitude: 45.5, longitude: -122.7 } })")
    page.evaluate("failed()")
    assert page.get_by_label("City or postal code").input_value() == "Eugene"
    assert not page.locator("[data-near-me-note]").is_visible()
    assert "near=" not in page.url
