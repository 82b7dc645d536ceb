"""Pages are kept between visitors, and nobody can tell: every change shows at once and nobody sees another's page."""

from __future__ import annotations

import gzip
from datetime import timedelta

import brotli
import pytest
import time_machine

from directory_app import kept, publishing
from directory_app.models import now

from ..browser import Browser
from ..factories import make_account, make_listing


def test_a_page_is_made_once_for_visitors_and_again_after_any_change(app, session, browser, monkeypatch):
    listing = make_listing(session, state="published")
    made = []
    real = publishing.published_profile
    monkeypatch.setattr(publishing, "published_profile", lambda *args: made.append(args) or real(*args))
    first = browser.open(f"/therapists/{listing.slug}")
    assert Browser(app, session).open(f"/therapists/{listing.slug}").html == first.html
    assert len(made) == 1
    listing.accepting_clients = False
    publishing.refresh(session, listing)
    session.commit()
    assert "Not accepting new clients" in browser.open(f"/therapists/{listing.slug}").text
    publishing.withdraw(session, listing)
    session.commit()
    assert browser.open(f"/therapists/{listing.slug}").status == 404


def test_a_search_shows_a_change_at_once_and_dates_move_on_at_midnight(app, session, browser):
    listing = make_listing(session, state="published")
    page = "/search?place=Portland, OR"
    assert browser.open(page).text == browser.open(page).text
    assert "Accepting clients, confirmed today" in browser.page.text
    listing.approved.name = "Kim Another"
    publishing.refresh(session, listing)
    session.commit()
    assert "Kim Another" in browser.open(page).text
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        assert "confirmed 3 days ago" in browser.open(page).text


def test_what_is_made_for_somebody_signed_in_is_shown_to_nobody_else(app, session, browser):
    listing = make_listing(session, state="published")
    staff = Browser(app, session)
    staff.sign_in(make_account(session, "moderator"))
    assert "Sign out" in staff.open(f"/therapists/{listing.slug}").text
    assert "Sign out" not in browser.open(f"/therapists/{listing.slug}").text
    assert "Sign out" in staff.open(f"/therapists/{listing.slug}").text


def test_memory_stays_within_its_bounds_and_lets_the_oldest_go():
    memory = kept.Memory(largest=30)
    for number in range(5):
        memory.put(number, "stamp", kept.Page("a page", packed=b"ten signs."))
    assert [memory.get(number, "stamp") is not None for number in range(5)] == [False, False, True, True, True]
    assert memory.get(4, "another stamp") is None
    memory.clear()
    assert memory.get(4, "stamp") is None


@pytest.mark.parametrize(
    "accepted",
    [
        "gzip, deflate, br",
        "gzip",
        "identity",
        "br;q=0, gzip",
        "br;q=0",
        "br; q=0.0",
        "*, br;q=0, gzip;q=0",
        "*;q=0",
        "",
    ],
)
def test_a_kept_page_is_packed_only_for_browsers_that_unpack_it(app, session, accepted):
    slug = make_listing(session, state="published", name="Zoë Packed").slug
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    visitor = app.test_client(use_cookies=False)
    for _ in range(2):
        answer = visitor.get(f"/therapists/{slug}", headers={"Accept-Encoding": accepted})
        packed = answer.headers.get("Content-Encoding")
        assert packed == ("br" if accepted.endswith("br") else "gzip" if "gzip" in accepted.split(", ") else None)
        assert "Zoë Packed" in unpack[packed](answer.data).decode()
        assert answer.content_length == len(answer.data)
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.content_type == "text/html; charset=utf-8"
