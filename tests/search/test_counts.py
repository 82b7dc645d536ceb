"""What the filters tell before they are sent: the same figures as the page that they would open."""

from __future__ import annotations

import json

import pytest

from directory_app import create_app, totals
from directory_app.models import DailyTotal

from ..conftest import TESTING
from ..factories import RELAXING, SALEM, make_listing


@pytest.fixture
def three(session):
    for name, facts in (("Ada Lind", {}), ("Bea Moss", {"answers": RELAXING}), ("Cem Yıldız", {"place": SALEM})):
        make_listing(session, "published", name=name, **facts)


def told(browser, query):
    page = browser.open(f"/search/counts?{query}")
    assert page.status == 200, page.text
    return json.loads(page.html)


@pytest.mark.parametrize(
    "query",
    [
        "place=Portland, OR",
        "place=Portland, OR&radius=any&how=oil",
        "place=Portland, OR&radius=250&how=oil&how=myofascial&price=120",
        "words=Ada&place=&radius=25&unit=&order=best-fit&price=",
    ],
)
def test_the_figures_are_those_of_the_page_that_would_open(browser, three, query):
    found = told(browser, query)
    page = browser.open(f"/search?{query}")
    assert page.soup.select_one(".results-count").text.split()[0] == str(found["total"])
    beside = {
        one.input["id"]: int(one.select_one(".filter-count").text)
        for one in page.soup.select(".filter-option:has(.filter-count)")
    }
    assert len(beside) > 20
    assert beside == found["figures"]


def test_a_filter_that_nobody_meets_is_told_as_nobody(browser, three):
    assert told(browser, "place=Portland, OR&level=L3")["total"] == 0


@pytest.mark.parametrize("query", ["", "place=&words=", "place=Prtland", "place=Prtland&how=oil", "place=near me"])
def test_a_search_that_shows_no_list_has_no_figures(browser, three, query):
    assert told(browser, query) == {"total": None, "figures": {}}


def test_what_means_nothing_is_refused_as_by_the_search(browser):
    assert browser.open("/search/counts?place=Portland, OR&how=unheard").status == 400


def test_figures_are_kept_by_no_browser_and_count_nobody_as_shown(app, browser, session, three):
    totals.init_app(app)
    answer = browser.client.get("/search/counts?place=Portland, OR")
    assert answer.headers["Cache-Control"] == "no-store"
    totals.flush(app)
    assert session.query(DailyTotal).count() == 0


def test_trying_filters_uses_up_no_searches(tmp_path):
    app = create_app({**TESTING, "RATELIMIT_ENABLED": True, "SEARCHES_PER_MINUTE": 3, "DATA": str(tmp_path)})
    client = app.test_client()
    assert [client.get("/search/counts").status_code for _ in range(4)] == [200] * 3 + [429]
    assert client.get("/search").status_code == 200
    app.extensions["engine"].dispose()
