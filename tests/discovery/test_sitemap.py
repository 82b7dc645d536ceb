"""What robots are told: the site map, the rules, and which pages may be listed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from directory_app import publishing
from directory_app.discovery import sitemap

from ..factories import SALEM, make_listing

SITE = "http://127.0.0.1:8000"
SPACE = f"{{{sitemap.NAMESPACE}}}"


def addresses(page):
    tree = ElementTree.fromstring(page.html)
    return [one.text.removeprefix(SITE) for one in tree.iter(f"{SPACE}loc")]


def test_the_site_map_names_pages_places_and_profiles_and_each_of_them_may_be_listed(browser, session):
    listing = make_listing(session, "published")
    make_listing(session, "submitted", place=SALEM)
    named = addresses(browser.open("/sitemap.xml"))
    assert f"/therapists/{listing.slug}" in named
    assert "/places/united-states/oregon/portland" in named
    assert {"/", "/places", "/how-the-score-works", "/before-you-book"} <= set(named)
    assert "salem" not in " ".join(named)
    assert len(named) == len(set(named))
    for path in named:
        page = browser.open(path)
        assert (page.status, page.url) == (200, path)
        assert page.headers["Content-Type"].startswith("text/html"), path
        assert page.soup.find("link", rel="canonical")["href"] == SITE + path
        assert page.soup.find("meta", attrs={"name": "robots"}) is None, path


def test_every_page_that_others_lead_to_and_that_may_be_listed_is_in_the_site_map(browser):
    named = set(addresses(browser.open("/sitemap.xml")))
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        page = browser.open(path)
        if page.status != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        if page.soup.find("meta", attrs={"name": "robots"}) or "X-Robots-Tag" in page.headers:
            continue
        assert page.url in named, page.url
        links = {one["href"].partition("#")[0] for one in page.soup.find_all("a", href=True)}
        waiting += [one for one in links - seen - set(waiting) if one.startswith("/") and "?" not in one]
    assert {"/good-to-know/fascia", "/good-to-know/evidence", "/rules"} <= seen


def test_a_profile_carries_the_day_of_its_last_change(browser, session):
    listing = make_listing(session, "published")
    html = browser.open("/sitemap.xml").html
    assert re.search(rf"{listing.slug}</loc><lastmod>\d{{4}}-\d\d-\d\d</lastmod>", html)


def test_a_hidden_listing_leaves_the_site_map_at_once(browser, session):
    listing = make_listing(session, "published")
    publishing.withdraw(session, listing)
    assert listing.slug not in browser.open("/sitemap.xml").html


@pytest.mark.parametrize("size", [3, 7])
def test_a_long_site_map_is_cut_into_files_without_loss_or_double(browser, session, monkeypatch, size):
    for _ in range(5):
        make_listing(session, "published")
    whole = addresses(browser.open("/sitemap.xml"))
    monkeypatch.setattr(sitemap, "LARGEST_FILE", size)
    files = addresses(browser.open("/sitemap.xml"))
    assert files == [f"/sitemap-{number}.xml" for number in range(1, -(-len(whole) // size) + 1)]
    parts = [addresses(browser.open(path)) for path in files]
    assert [path for part in parts for path in part] == whole
    assert max(map(len, parts)) == size
    assert browser.open(f"/sitemap-{len(files) + 1}.xml").status == 404
    assert browser.open("/sitemap-0.xml").status == 404


def test_the_site_map_asks_the_database_little_however_many_profiles_there_are(browser, session, statements):
    for _ in range(4):
        make_listing(session, "published")
    session.commit()
    statements.clear()
    browser.client.get("/sitemap.xml").get_data()
    assert len([one for one in statements if "public_" in one]) == 3


def test_robots_may_read_what_may_not_be_listed_but_not_what_needs_an_account(browser):
    page = browser.open("/robots.txt")
    assert page.headers["Content-Type"].startswith("text/plain")
    rules = page.html.splitlines()
    assert rules[0] == "User-agent: *"
    assert "Disallow: /my-listing" in rules
    assert "Disallow: /search" not in rules
    assert f"Sitemap: {SITE}/sitemap.xml" in rules


@pytest.mark.parametrize("path", ["/search", "/search?place=Portland, OR", "/search?place=Prtland", "/nowhere"])
def test_results_and_errors_are_not_for_lists_and_have_no_address_of_their_own(browser, path):
    page = browser.open(path)
    assert page.soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.soup.find("link", rel="canonical") is None
    assert page.soup.find("meta", property="og:url") is None


def test_a_search_for_a_city_alone_is_known_by_the_page_of_that_city(browser, session):
    make_listing(session, "published")
    for path in ("/search?place=Portland, OR", "/search?place=portland oregon&radius=25&order=best-fit"):
        page = browser.open(path)
        assert page.soup.find("meta", attrs={"name": "robots"}) is None
        address = page.soup.find("link", rel="canonical")["href"]
        assert address == f"{SITE}/places/united-states/oregon/portland"
        assert page.soup.find("meta", property="og:url")["content"] == address
        assert browser.open(address.removeprefix(SITE)).status == 200


@pytest.mark.parametrize(
    "more",
    ["&words=fascia", "&how=oil", "&radius=50", "&order=nearest", "&page=2", "&place=97201", "&place=45.52,-122.68"],
)
def test_what_else_people_search_for_is_never_listed(browser, session, more):
    for _ in range(21 if "page" in more else 1):
        make_listing(session, "published")
    first = more if more.startswith("&place") else f"&place=Portland, OR{more}"
    page = browser.open(f"/search?{first[1:]}")
    assert page.status == 200
    assert page.soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.soup.find("link", rel="canonical") is None


def test_a_search_for_a_city_where_nobody_works_is_never_listed(browser, session):
    make_listing(session, "published")
    page = browser.open("/search?place=Gresham, OR")
    assert page.status == 200
    assert page.soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_the_pages_of_accounts_are_not_for_lists(browser):
    assert browser.open("/account/sign-in").headers["X-Robots-Tag"] == "noindex"


def test_the_address_of_a_page_leaves_out_what_stands_behind_the_question_mark(browser, session):
    listing = make_listing(session, "published")
    page = browser.open(f"/therapists/{listing.slug}?unit=km")
    assert page.soup.find("link", rel="canonical")["href"] == f"{SITE}/therapists/{listing.slug}"
