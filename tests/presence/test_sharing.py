"""The badge, and the page with what a therapist passes on."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from directory_app import publishing
from directory_app.models import Jurisdiction, PublicListing
from directory_app.presence.badge import LOOKS, WORDS, badge_of, draw, snippet

from ..factories import make_listing


@pytest.fixture
def listing(session):
    return make_listing(session, "published", name="Ada Near")


@pytest.mark.parametrize("look", ["", "?look=light", "?look=dark"])
def test_a_badge_is_a_small_picture_without_script_or_cookie(app, listing, session, look):
    session.commit()
    answer = app.test_client().get(f"/therapists/{listing.slug}/badge.svg{look}")
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    text = answer.get_data(as_text=True)
    assert len(text) < 2000
    names = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(text).iter()}
    assert names <= {"svg", "title", "rect", "g", "path", "text"}
    assert "Listed in Clear Hands" in text
    again = app.test_client().get(
        f"/therapists/{listing.slug}/badge.svg{look}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_light_and_dark_differ_and_other_looks_are_refused(browser, listing):
    light = browser.open(f"/therapists/{listing.slug}/badge.svg").html
    assert light != browser.open(f"/therapists/{listing.slug}/badge.svg?look=dark").html
    page = browser.open(f"/therapists/{listing.slug}/badge.svg?look=neon")
    assert (page.status, "A badge is light or dark." in page.text) == (400, True)


def test_a_listing_that_is_not_public_has_no_badge(browser, session, listing):
    publishing.withdraw(session, listing)
    assert browser.open(f"/therapists/{listing.slug}/badge.svg").status == 404


def test_a_badge_holds_no_number_and_no_praise():
    for level in WORDS:
        words = badge_of("Clear Hands", level, True).second
        assert not any(letter.isdigit() for letter in words)
        assert not any(word in words.lower() for word in ("best", "top", "expert", "heal", "cure", "certified"))


def test_where_reports_of_clients_may_not_be_advertised_the_badge_does_not_speak_of_them(browser, session, listing):
    session.get(PublicListing, listing.id).level = "L2"
    session.flush()
    address = f"/therapists/{listing.slug}/badge.svg"
    assert "confirmed by clients" in browser.open(address).html
    session.get_one(Jurisdiction, "US-OR").testimonials = "restricted"
    session.flush()
    assert "clients" not in browser.open(address).html


def test_the_name_of_a_site_cannot_break_a_badge_or_the_lines_to_copy():
    made = badge_of("<script>\"&'", "L1", True)
    ElementTree.fromstring(draw(made, LOOKS["light"]))
    lines = BeautifulSoup(snippet(made, 'https://x.example/"><b>', "https://x.example/b.svg"), "html.parser")
    assert {one.name for one in lines.find_all(True)} == {"a", "img"}


def test_the_lines_to_copy_are_a_link_around_the_picture(browser, session, listing, app):
    browser.sign_in(listing.account)
    browser.open("/my-listing")
    page = browser.follow("Share your listing")
    lines = BeautifulSoup(page.value("For dark pages"), "html.parser")
    base = app.config["BASE_ADDRESS"]
    assert lines.a["href"] == f"{base}/therapists/{listing.slug}"
    assert lines.img["src"] == f"{base}/therapists/{listing.slug}/badge.svg?look=dark"
    assert lines.img["alt"] == "Listed in Clear Hands"
    assert {one.name for one in lines.find_all(True)} == {"a", "img"}
    assert browser.open(f"/pictures/therapists/{listing.slug}.png").status == 200


def test_a_draft_has_nothing_to_share_yet(browser, session):
    browser.sign_in(make_listing(session).account)
    assert "Once your listing is public" in browser.open("/my-listing/share").text
