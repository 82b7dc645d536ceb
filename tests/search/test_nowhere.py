"""A search without a place: what its order is, and why there is no map."""

from __future__ import annotations

import pytest

from ..factories import RELAXING, make_listing


@pytest.mark.parametrize("order", ["best-fit", "nearest"])
def test_the_line_above_the_list_says_the_order_that_the_form_shows(browser, session, order):
    make_listing(session, "published", name="Rosa Relaxing", answers=RELAXING)
    make_listing(session, "published", name="Cem Clinical")
    page = browser.open(f"/search?words=corner&order={order}")
    line = page.soup.select_one(".results-count").text
    assert "best fit first" in line
    assert "most clinical first" not in line
    assert ("no place to be near to" in line) == (order == "nearest")
    assert [row.text.split()[0] for row in page.soup.select(".listing-name")] == ["Cem", "Rosa"]


def test_a_map_without_a_place_says_why_there_is_none(browser, session):
    make_listing(session, "published")
    page = browser.open("/search/map?words=corner")
    assert "A map needs a place to start from, so this is the list alone." in page.text
    assert "A map needs" not in browser.open("/search?words=corner").text
    assert "A map needs" not in browser.open("/search/map?place=Portland, OR&words=corner").text
