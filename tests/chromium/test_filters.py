"""The search form and the filters beside a list: what they say after going back, by keyboard on a phone, and aloud."""

from __future__ import annotations

import re

from playwright.sync_api import expect

PORTLAND = "/search?place=Portland%2C+OR&radius=50"


def test_whoever_hears_the_filters_hears_what_each_number_is(open_page):
    page = open_page(PORTLAND)
    techniques = page.get_by_role("checkbox", name=re.compile(r"^Myofascial techniques ?, \d+ therapists$"))
    expect(techniques).to_have_count(1)
    price = page.get_by_role("radio", name=re.compile(r"^at most 120 ?, \d+ therapists?$"))
    expect(price).to_have_count(1)
    expect(page.get_by_role("group", name="60 minutes cost at most").last).to_have_accessible_description(
        re.compile("currency of the therapist’s country")
    )
    # Whoever sees them sees the figure alone.
    expect(page.locator("label[for=price-120] .filter-count")).to_have_text(re.compile(r"^\d+$"))


def test_every_group_and_form_of_a_list_has_a_name(open_page):
    page = open_page(PORTLAND)
    snapshot = page.locator("main").aria_snapshot()
    assert re.findall(r"^ *- (?:group|form|search):?$", snapshot, re.MULTILINE) == []
    page.goto("/compare?t=marisol-etcheverry-portland&t=idris-okonjo-bell-portland")
    expect(page.get_by_role("form", name="Distances from a place")).to_have_count(1)
