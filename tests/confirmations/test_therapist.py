"""A therapist's side: codes to hand out, cards on paper, and never a figure that points at a person."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from directory_app import confirming
from directory_app.models import AuditEntry, ConfirmationCode, now

from ..browser import words
from ..factories import make_account, make_listing
from .conftest import NEVER, NO, SECRET, YES, count_on, door, fixed, later, make_codes, send

PAGE = "/my-listing/confirmations"


@pytest.fixture
def database_app(sqlite_app):
    """One database: what these pages show does not depend on which."""
    return sqlite_app


@pytest.fixture
def therapist(browser, listing):
    """Signed in, with the page open."""
    browser.sign_in(listing.account)
    browser.open(PAGE)
    return browser


def facts():
    return confirming.SessionFacts(now().date().replace(day=1), YES)


def make(browser, label="8 codes, a sheet of cards"):
    browser.open(PAGE)
    browser.choose(label)
    return browser.press("Make codes")


def codes_on(page):
    return [one.get_text() for one in page.soup.find_all(class_="client-card-code")]


def test_nobody_is_promised_that_clients_will_agree(therapist):
    assert "visitors see what clients report" in therapist.open(PAGE).text


def test_a_sheet_has_a_card_with_code_and_picture_for_each_client(therapist, session):
    page = make(therapist)
    codes = codes_on(page)
    assert page.h1 == "Cards for your clients"
    assert len(codes) == len(set(codes)) == 8
    assert all(confirming.read_code(one) for one in codes)
    assert len(page.soup.find_all("svg", class_="qr-code")) == 8
    stored = set(session.scalars(select(ConfirmationCode.code_hash)))
    assert len(stored) == 8
    assert not {one.replace("-", "") for one in codes} & stored
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "codes_made")).one()
    assert entry.after["number"] == 8
    assert not any(one in str(vars(entry)) for one in codes)


def test_the_pdf_holds_the_same_codes(therapist):
    page = make(therapist, "24 codes, a sheet of cards")
    codes = codes_on(page)
    answer = therapist.client.get(page.url + "/cards.pdf")
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.get_data()))
    text = "\n".join(one.extract_text() for one in reader.pages)
    assert len(reader.pages) == 3
    assert [one for one in codes if one not in text] == []
    assert "Ada Near" in text


def test_a_picture_leads_to_the_page_of_its_code():
    from directory_app.confirmations.pictures import QUIET, qr_picture

    picture = qr_picture("https://directory.example.org/confirm/K7MP-4XQ2-D9RT")
    assert "style" not in picture.svg
    dark = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)\.5h(\d+)", picture.path)
        for step in range(int(width))
    }
    corner = {(x, y) for x, y in dark if x < QUIET + 7 and y < QUIET + 7}
    assert len(corner) == 33, "the square in a corner by which readers find it"
    assert min(min(one) for one in dark) == QUIET
    assert max(max(one) for one in dark) == picture.size - QUIET - 1


def test_codes_open_the_form_of_this_listing(therapist, another_browser):
    code = codes_on(make(therapist, "1 code"))[0]
    assert another_browser.open(f"/confirm/{code}").h1 == "What happened in your session with Ada Near?"


def test_a_sheet_is_shown_for_a_day_and_to_nobody_else(therapist, listing, another_browser, session):
    page = make(therapist)
    another_browser.sign_in(make_listing(session, "published").account)
    assert another_browser.open(page.url).status == 404
    assert therapist.open(page.url + "x").status == 404
    with later(hours=25):
        # Who did nothing for a day has to sign in again.
        therapist.sign_in(listing.account)
        assert therapist.open(page.url).status == 404


def test_the_same_form_sent_twice_makes_one_sheet(therapist, session):
    therapist.choose("8 codes, a sheet of cards")
    filled = therapist.page
    first = codes_on(therapist.press("Make codes"))
    therapist.page = filled
    assert codes_on(therapist.press("Make codes")) == first
    assert session.scalar(select(func.count()).select_from(ConfirmationCode)) == 8


def test_sixty_codes_a_week_and_no_more(therapist, session):
    for _ in range(2):
        make(therapist, "24 codes, a sheet of cards")
    assert "You can make 12 more now" in therapist.open(PAGE).text
    page = make(therapist, "16 codes, a sheet of cards")
    assert page.status == 422
    assert page.errors == ["12 more can be made now. See below when it will be more."]
    assert session.scalar(select(func.count()).select_from(ConfirmationCode)) == 48


def test_what_can_be_made_does_not_tell_how_many_codes_were_used(therapist, session, listing):
    codes = [confirming.read_code(one) for one in make_codes(session, listing, 8)]
    before = therapist.open(PAGE).text
    for code in codes[:2]:
        confirming.take(session, code, facts(), door(), NEVER)
    assert therapist.open(PAGE).text == before


def test_a_used_code_opens_the_form_as_before_so_that_nobody_can_look_up_who_answered(browser, session, listing):
    code = make_codes(session, listing)[0]
    browser.open(f"/confirm/{code}")
    fresh = {one.get("name") for one in browser.page.soup.find_all("input")}
    confirming.take(session, confirming.read_code(code), facts(), door(), NEVER)
    again = browser.open(f"/confirm/{code}")
    assert (again.status, {one.get("name") for one in again.soup.find_all("input")}) == (200, fresh)


def test_a_sheet_and_a_single_code_can_be_closed(therapist, another_browser, session, listing):
    lost, kept = make_codes(session, listing, 2)
    therapist.open(PAGE)
    therapist.fill("Code to close", lost.lower())
    assert "If it was one of your open codes, it is closed now." in therapist.press("Close this code").text
    assert another_browser.open(f"/confirm/{lost}").status == 404
    assert another_browser.open(f"/confirm/{kept}").status == 200
    asked = therapist.page.soup.find("button", string=re.compile("Close the 2 codes")).find_parent("details")
    assert "cannot be undone" in words(asked), "it is asked before it happens"
    assert "The codes of that sheet are closed." in therapist.press("Close the 2 codes").text
    assert another_browser.open(f"/confirm/{kept}").status == 404
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.target_id == listing.id)).all()
    assert actions[-2:] == ["code_closed", "codes_closed"]


def test_closing_a_code_of_somebody_else_does_nothing_and_says_the_same(therapist, another_browser, session, listing):
    code = make_codes(session, make_listing(session, "published"))[0]
    make_codes(session, listing)
    therapist.open(PAGE)
    therapist.fill("Code to close", code)
    assert "If it was one of your open codes, it is closed now." in therapist.press("Close this code").text
    assert another_browser.open(f"/confirm/{code}").status == 200


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_only_a_public_listing_has_codes(browser, session, state):
    listing = make_listing(session, state)
    browser.sign_in(listing.account)
    page = browser.open(PAGE)
    assert "as soon as your listing is public" in page.text
    assert "Make codes" not in [one.get_text().strip() for one in page.soup.find_all("button")]
    answer = browser.post(f"{PAGE}/codes", [("key", "k" * 20), ("number", "8")])
    assert answer.status == 409
    assert session.scalar(select(func.count()).select_from(ConfirmationCode)) == 0


def test_where_testimonials_are_forbidden_the_page_says_why_and_makes_no_codes(browser, session):
    place = {"city": "Toronto", "region": "ON", "postal_code": "M5V", "country": "CA", "lat": 43.65, "lon": -79.38}
    listing = make_listing(session, "published", place=place)
    browser.sign_in(listing.account)
    page = browser.open(PAGE)
    assert "Not in Ontario" in page.text
    assert "O. Reg. 544/94, s. 6" in page.text
    assert browser.post(f"{PAGE}/codes", [("key", "k" * 20), ("number", "8")]).status == 409
    assert session.scalar(select(func.count()).select_from(ConfirmationCode)) == 0


def test_a_second_place_in_a_forbidding_province_forbids_too(session, listing):
    from ..factories import make_location

    there = make_location(city="Toronto", region="Ontario", postal_code="M5V", country="CA", lat=43.65, lon=-79.38)
    listing.approved.locations.append(there)
    session.flush()
    assert not confirming.can_make(session, listing)


def figures(page):
    """All whole numbers that stand in what a therapist reads about clients."""
    section = page.soup.find(attrs={"aria-labelledby": "so-far"})
    return [
        int(one)
        for one in re.findall(
            r"\b\d+\b", re.sub(r"\d+(st|th)|\d+ [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{4}", "", section.get_text())
        )
    ]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_no_page_shows_a_figure_below_three(browser, session, listing, number):
    with fixed((3, 3)):
        for place in range(number):
            send(session, listing, NO if place == 0 else YES)
    count_on(session, listing, (3, 15))
    browser.sign_in(listing.account)
    page = browser.open(PAGE)
    assert [one for one in figures(page) if one < 3] == []
    assert ("4 clients" in page.text) == (number == 4)
    public = browser.open(f"/therapists/{listing.slug}")
    assert ("What clients reported" in public.text) == (number >= 3)


def test_after_a_withdrawal_two_are_fewer_than_three(browser, session, listing):
    with fixed((3, 3)):
        sent = [send(session, listing) for _ in range(3)]
    count_on(session, listing, (3, 15))
    with fixed((3, 16)):
        confirming.withdraw(session, confirming.make_receipt(SECRET, sent[0][1].key), SECRET)
    browser.sign_in(listing.account)
    page = browser.open(PAGE)
    assert "Fewer than three clients have reported so far" in page.text
    assert [one for one in figures(page) if one < 3] == []


def test_visitors_read_what_clients_reported_with_the_month(browser, session, listing):
    with fixed((3, 3)):
        for _ in range(3):
            send(session, listing)
    count_on(session, listing, (3, 15))
    page = browser.open(f"/therapists/{listing.slug}")
    assert "3 clients reported what happened in their session, the latest about March 2026" in page.text
    assert "Little or no oil, or only at the end all of them" in page.text


def test_a_therapist_without_a_listing_is_led_to_begin_one(browser, session):
    browser.sign_in(make_account(session))
    assert browser.open(PAGE).url == "/my-listing"
