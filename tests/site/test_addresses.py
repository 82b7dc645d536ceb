"""Addresses with a slash at their end or with capitals lead to the page that is meant."""

from __future__ import annotations

import pytest

from ..factories import make_account, make_listing

TORONTO = {"city": "Toronto", "region": "ON", "postal_code": "M5V 2T6", "lat": 43.65, "lon": -79.38, "country": "CA"}


@pytest.fixture
def database_app(sqlite_app):
    """Which address is meant is decided before any database is asked, so one of them is enough."""
    return sqlite_app


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/search/", "/search"),
        ("/Search?place=Portland,+OR&radius=25", "/search?place=Portland,+OR&radius=25"),
        ("/search/?place=Z%C3%BCrich&with=licence&with=parking", "/search?place=Z%C3%BCrich&with=licence&with=parking"),
        ("/places/", "/places"),
        ("/places/Canada/Ontario/Toronto", "/places/canada/ontario/toronto"),
        ("/PLACES/Canada/Ontario/Toronto/", "/places/canada/ontario/toronto"),
        ("/places/canada/", "/places/canada"),
        ("/therapists/ada-lind/", "/therapists/ada-lind"),
        ("/Therapists/Ada-Lind/Contact", "/therapists/ada-lind/contact"),
        ("/good-to-know/Evidence/", "/good-to-know/evidence"),
        ("/account/sign-in/", "/account/sign-in"),
        ("/Robots.txt", "/robots.txt"),
    ],
)  # fmt: skip
def test_whoever_types_an_address_a_little_otherwise_comes_to_its_page(browser, session, typed, meant):
    make_listing(session, "published", name="Ada Lind", place=TORONTO).slug = "ada-lind"
    session.commit()
    answer = browser.client.get(typed)
    assert (answer.status_code, answer.headers["Location"]) == (301, meant)
    assert browser.client.head(typed).status_code == 301


def test_the_page_that_is_meant_opens(browser, session):
    make_listing(session, "published", place=TORONTO)
    answer = browser.client.get("/Places/Canada/Ontario/Toronto/", follow_redirects=True)
    assert answer.status_code == 200
    assert "Clinical massage in Toronto, Ontario" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/Nowhere",
        "//",
        "/search//map/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/search/%0d%0aSet-Cookie:a=b/",
        "/conversation/NoSuchToken",
        "/CONVERSATION/NoSuchToken",
        "/my-listing/questions/q2/",
    ],
)
def test_no_address_leads_to_another_site_or_round_in_circles(browser, path):
    answer = browser.client.get(path)
    for _ in range(3):
        place = answer.headers.get("Location", "")
        assert place == "" or (place.startswith(("/", "http://localhost/")) and not place.startswith("//")), place
        assert "Set-Cookie: a" not in str(answer.headers)
        if not place:
            break
        answer = browser.client.get(place)
    assert not answer.headers.get("Location")


def test_capitals_of_a_code_or_a_number_mean_something_and_are_kept(browser):
    assert browser.client.get("/confirm/K7MP-4XQ2-D9RT/").headers["Location"] == "/confirm/K7MP-4XQ2-D9RT"
    assert browser.client.get("/Confirm/K7MP-4XQ2-D9RT").status_code == 404
    assert browser.client.get("/conversation/NoSuchToken").status_code != 301


def test_a_form_is_not_led_on_and_a_page_for_others_still_asks_who_is_there(browser, session):
    assert browser.client.post("/search/").status_code == 404
    answer = browser.client.get("/Moderation/Reports/", follow_redirects=True)
    assert answer.request.path == "/account/sign-in"
    browser.sign_in(make_account(session))
    assert browser.client.get("/Moderation/Reports/", follow_redirects=True).status_code == 403
