"""The button that asks the browser where it is: what leaves is rounded, what is shown are words."""

from __future__ import annotations

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
