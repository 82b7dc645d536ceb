"""The shortlist as a link, and what it takes to make one without scripts."""

from __future__ import annotations

import pytest

from directory_app.errors import BadParameter
from directory_app.models import ListingState
from directory_app.publishing import published_profiles, withdraw
from directory_app.shortlist.address import slug_from, slugs_in

from ..factories import make_listing
from .conftest import address


def names(page):
    return [one.get_text(" ", strip=True).split(" LMT")[0] for one in page.soup.select(".shortlist-line h2")]


def test_a_link_shows_its_therapists_in_its_order(browser, three):
    make_listing(browser.session, "published", name="Noise Person")
    page = browser.open(address("/shortlist", [three[2], three[0]]))
    assert names(page) == ["Cem Yıldız", "Ada Lind"]
    assert page.status == 200


def test_who_is_named_twice_stands_there_once(browser, three):
    assert names(browser.open(address("/shortlist", [three[0], three[0]]))) == ["Ada Lind"]


def test_who_is_no_longer_listed_is_named_politely_and_can_be_taken_off(browser, session, three):
    three[1].move(ListingState.PAUSED)
    withdraw(session, three[1])
    page = browser.open(address("/shortlist", [three[0], three[1], "never-was"]))
    assert page.status == 200
    assert "No longer listed: bea moss salem , never was" in page.text
    assert names(browser.follow("Take them off the list")) == ["Ada Lind"]
    assert "No longer listed" not in browser.page.text


def test_a_draft_is_not_shown_by_its_address(browser, session):
    listing = make_listing(session, "submitted", name="Waiting Person")
    listing.slug = "waiting-person-portland"
    page = browser.open(address("/shortlist", [listing]))
    assert names(page) == []
    assert "Waiting Person" not in page.text


def test_one_is_removed_by_a_plain_link(browser, three):
    browser.open(address("/shortlist", three))
    page = browser.open(browser.page.link("Remove Bea Moss"))
    assert names(page) == ["Ada Lind", "Cem Yıldız"]


@pytest.mark.parametrize("wrong", ["", "A B", "../etc", "<script>", "a--b", "x" * 161, "ada_lind"])
def test_a_malformed_link_is_refused_with_a_sentence(browser, wrong):
    page = browser.open("/shortlist?t=" + wrong)
    assert page.status == 400
    assert "A name in the link looks like" in page.text


def test_a_shortlist_holds_twenty(browser):
    slugs = [f"therapist-{number}" for number in range(21)]
    assert browser.open(address("/shortlist", slugs[:20])).status == 200
    page = browser.open(address("/shortlist", slugs))
    assert page.status == 400
    assert "names 21 therapists. A shortlist holds 20" in page.text
    with pytest.raises(BadParameter):
        slugs_in(slugs)


def test_a_pasted_address_of_a_profile_is_added(browser, three):
    browser.open(address("/shortlist", three[:1]))
    browser.fill("Address of a profile", f"https://example.org/therapists/{three[2].slug}?unit=km")
    page = browser.press("Add")
    assert names(page) == ["Ada Lind", "Cem Yıldız"]
    assert page.url == address("/shortlist", [three[0], three[2]])


def test_what_is_no_address_is_said_and_stays_in_the_field(browser, three):
    browser.open(address("/shortlist", three[:1]))
    browser.fill("Address of a profile", "somebody in Portland")
    page = browser.press("Add")
    assert page.status == 400
    assert "Paste the whole address of a profile" in page.text
    assert page.value("Address of a profile") == "somebody in Portland"
    assert names(page) == ["Ada Lind"]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("https://x.org/therapists/ada-lind-portland", "ada-lind-portland"),
        ("x.org/therapists/ada-lind-portland/", "ada-lind-portland"),
        ("/therapists/ada-lind-portland/call-card#top", "ada-lind-portland"),
        (" https://X.org/Therapists/Ada-Lind-Portland ", "ada-lind-portland"),
        ("Ada", None),
        ("https://x.org/search?place=Portland", None),
        ("", None),
        ("https://x.org/a/b", None),
        ("http://[", None),
    ],
)
def test_a_name_is_read_from_what_is_pasted(typed, slug):
    assert slug_from(typed) == slug


def test_an_empty_shortlist_says_how_to_begin(browser):
    page = browser.open("/shortlist")
    assert "Nobody is on it yet" in page.text
    assert page.link("Find a therapist") == "/search"


def test_without_scripts_ticked_rows_make_a_shortlist(browser, three):
    page = browser.open("/search?place=Portland, OR&radius=100")
    browser.check("For my shortlist Ada Lind")
    boxes = [box.attributes for box in page.all("input[name=t][checked]")]
    assert page.one(f"#{boxes[0]['form']}").attributes["action"] == "/shortlist"
    page = browser.open(address("/shortlist", [box["value"] for box in boxes]))
    assert names(page) == ["Ada Lind"]


def test_results_and_profile_lead_to_shortlist_comparison_and_call_card(browser, three):
    page = browser.open("/search?place=Portland, OR&radius=100")
    assert (page.link("shortlist"), page.link("compare"), page.link("the call card")) == (
        "/shortlist",
        "/compare",
        "/call-card",
    )
    page = browser.open(f"/therapists/{three[0].slug}")
    assert page.link("Start a shortlist") == f"/shortlist?t={three[0].slug}"
    assert page.link("Call card") == f"/therapists/{three[0].slug}/call-card"


def test_the_empty_directory_offers_the_call_card(browser):
    assert browser.open("/search?place=Portland, OR").link("the call card") == "/call-card"


def test_a_shortlist_sets_no_cookie(browser, three):
    for path in (address("/shortlist", three), address("/compare", three), "/call-card"):
        assert "Set-Cookie" not in browser.open(path).headers


def test_twenty_profiles_take_as_many_statements_as_two(session, statements):
    slugs = [make_listing(session, "published").slug for _ in range(6)]
    session.expire_all()
    counts = []
    for some in (slugs[:2], slugs):
        session.expunge_all()
        before = len(statements)
        assert [one.slug for one in published_profiles(session, some)] == some
        counts.append(len(statements) - before)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["/shortlist", "/compare"])
def test_one_alone_has_no_box_to_tick(browser, three, path):
    page = browser.open(address(path, three[:1]))
    assert "Ada Lind" in page.text
    assert page.soup.select("main input[type=checkbox]") == []
    page = browser.open(address("/shortlist", three))
    assert len(page.soup.select("main input[type=checkbox]")) == 3
