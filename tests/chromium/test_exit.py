"""Out of a page about one's health at once: by the link or Shift three times, and without scripts by the link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

AWAY = "https://www.wikipedia.org/"
PAGE = "/before-you-book"


@pytest.fixture
def leaving(chromium, site):
    """A page that somebody reads after the start page, in a window of its own; the other site is one word."""
    contexts = []

    def opened(path=PAGE, *, width=1280, scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 700}, java_script_enabled=scripts, base_url=site.address
        )
        contexts.append(context)
        page = context.new_page()
        page.asked = []

        def answer(route):
            page.asked.append(route.request.all_headers())
            route.fulfill(body="elsewhere", content_type="text/plain")

        page.route(lambda address: not address.startswith(site.address), answer)
        page.goto("/")
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_the_link_leaves_at_once_and_back_skips_the_page(leaving, site):
    page = leaving()
    assert page.asked == []
    page.get_by_role("link", name="Leave this page").click()
    expect(page).to_have_url(AWAY)
    assert "referer" not in page.asked[0]
    page.go_back()
    expect(page).to_have_url(f"{site.address}/")


def test_shift_three_times_leaves_and_says_so_before(leaving):
    page = leaving("/understand-your-pain")
    said = page.locator("[data-exit-said]")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Press Shift twice more to leave this page.")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Press Shift once more to leave this page.")
    page.keyboard.press("Shift+Tab")
    expect(said).to_have_text("")
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_url(AWAY)


def test_capital_letters_are_no_wish_to_leave(leaving, site):
    page = leaving()
    field = page.locator("main input[name=place]").first
    field.focus()
    for letter in "PDX":
        page.keyboard.press(f"Shift+{letter}")
    expect(field).to_have_value("PDX")
    expect(page).to_have_url(f"{site.address}{PAGE}")


def test_it_stays_in_view_covers_no_focus_and_does_not_print(leaving):
    page = leaving(width=390)
    link = page.get_by_role("link", name="Leave this page")
    page.mouse.wheel(0, 3000)
    expect(link).to_be_in_viewport()
    assert link.bounding_box()["height"] >= 44
    page.locator(".guide a").last.focus()
    page.keyboard.press("Shift+Tab")
    bar, focused = (page.locator(one).bounding_box() for one in (".exit-page", ":focus"))
    assert focused["y"] >= bar["y"] + bar["height"] or focused["y"] + focused["height"] <= bar["y"]
    page.emulate_media(media="print")
    expect(page.locator(".exit-page")).to_be_hidden()


def test_without_scripts_it_is_a_link_and_the_page_about_it_explains(leaving, site):
    page = leaving(scripts=False)
    page.get_by_role("link", name="What stays behind").click()
    expect(page).to_have_title(re.compile("Reading this site in private"))
    expect(page.get_by_text("It does not clear your history.")).to_be_visible()
    page.get_by_role("link", name="Leave this page").click()
    expect(page).to_have_url(AWAY)
