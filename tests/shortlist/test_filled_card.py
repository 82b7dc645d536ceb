"""The call card of a listed therapist: whom to ring and when, what is said already and what is left to ask."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pypdf
import pytest
from sqlalchemy import select

from directory_app import create_app, totals
from directory_app.models import DailyTotal

from ..browser import Browser
from ..conftest import TESTING
from ..factories import CLINICAL, RELAXING, make_listing

NUMBER = "503 555 0142"


def sheet(browser, path):
    """The text of a PDF."""
    answer = browser.client.get(path)
    assert answer.status_code == 200
    return " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.data)).pages).split())


def fields(page):
    """What the lines at the top of the card hold, by their labels."""
    return {
        one.dt.get_text(strip=True): one.dd.get_text(" ", strip=True)
        for one in page.soup.select(".call-card-fields > div")
    }


@pytest.fixture
def listing(session):
    made = make_listing(session, "published", name="Ada Lind")
    made.hours = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "fri")} | {"sun": [["10:00", "12:00"]]}
    made.by_appointment = ["sat"]
    made.accepting_confirmed_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    session.flush()
    return made


def test_the_number_is_put_on_the_card_in_a_step_of_its_own_on_page_and_pdf(browser, listing):
    page = browser.open(f"/therapists/{listing.slug}/call-card")
    assert NUMBER not in page.html
    assert NUMBER not in sheet(browser, page.link("PDF for A4"))
    page = browser.follow("Put the phone number on the card")
    assert NUMBER in fields(page)["Phone"]
    assert page.link(NUMBER).startswith("tel:+"), "who holds the card on a telephone calls with one touch"
    assert NUMBER in sheet(browser, page.link("PDF for A4"))
    assert "Put the phone number on the card" not in page.text
    assert page.soup.find("meta", attrs={"name": "robots"})["content"] == "noindex, nofollow"


def test_who_gives_no_number_has_a_line_to_write_it_on(browser, session, listing):
    listing.phone = ""
    session.flush()
    page = browser.open(f"/therapists/{listing.slug}/call-card")
    assert fields(page)["Phone"] == "a line to write on"
    assert "Put the phone number on the card" not in page.text


def test_the_card_says_when_to_ring_and_whether_new_clients_are_taken_on_which_day(browser, session, listing):
    page = browser.open(f"/therapists/{listing.slug}/call-card")
    known = fields(page)
    assert known["Taking new clients"] == "Yes, confirmed on 2 March 2026"
    working = "9:00 am to 5:00 pm"
    assert known["Hours"] == f"Mon–Wed {working}; Fri {working}; Sat by appointment; Sun 10:00 am to noon"
    assert all(known[one] in sheet(browser, page.link("PDF for A4")) for one in ("Taking new clients", "Hours"))
    listing.accepting_clients = False
    session.flush()
    assert fields(browser.open(page.url))["Taking new clients"] == "No, as of 2 March 2026"
    listing.accepting_clients, listing.hours, listing.by_appointment = None, {}, []
    session.flush()
    known = fields(browser.open(page.url))
    assert known["Taking new clients"] == known["Hours"] == "a line to write on"


def test_a_number_on_a_card_counts_as_one_look_at_the_contact_printed_or_not(browser, session, app, listing):
    totals.init_app(app)
    browser.open(f"/therapists/{listing.slug}/call-card")
    browser.client.get(f"/therapists/{listing.slug}/call-card.pdf")
    totals.flush(app)
    assert session.scalars(select(DailyTotal)).all() == []
    page = browser.open(f"/therapists/{listing.slug}/contact/call-card")
    for paper in ("PDF for A4", "PDF for US Letter"):
        assert browser.client.get(page.link(paper)).status_code == 200
    totals.flush(app)
    assert [(one.kind.value, one.count) for one in session.scalars(select(DailyTotal))] == [("contact_revealed", 1)]


def test_cards_with_a_number_and_contact_pages_are_limited_together(sqlite_app, tmp_path):
    app = create_app(
        {
            **TESTING,
            "RATELIMIT_ENABLED": True,
            "DATA": str(tmp_path),
            "DATABASE_URL": sqlite_app.config["DATABASE_URL"],
        }
    )
    client = Browser(app).client
    paths = [f"/therapists/nobody/contact{rest}" for rest in ("", "/call-card", "/call-card.pdf")]
    assert {client.get(path).status_code for path in paths * 10} == {404}
    for path in paths:
        refused = client.get(path)
        assert refused.status_code == 429
        assert "You have looked at many telephone numbers" in refused.get_data(as_text=True)
    assert client.get("/therapists/nobody/call-card").status_code == 404
    app.extensions["engine"].dispose()


def ticked(page):
    """What is ticked at each question, in order."""
    return [
        [one.find(string=True) for one in question.select(".tick-list .ticked")]
        for question in page.soup.select(".call-card-questions > li")
    ]


def asked(page):
    """What each question leaves to ask."""
    return [
        "".join(
            one.get_text(" ", strip=True).partition("Left to ask: ")[2] for one in question.select(".call-card-said")
        )
        for question in page.soup.select(".call-card-questions > li")
    ]


def test_what_was_said_is_ticked_at_either_end_on_page_and_pdf(browser, session):
    clinical, relaxing = (
        make_listing(session, "published", name="Ada Lind"),
        make_listing(session, "published", name="Bea Moss", answers=RELAXING),
    )
    page = browser.open(f"/therapists/{clinical.slug}/call-card")
    first, second, *_, fifth = ticked(page)
    assert "Gives the whole session to one area" in first
    assert second[:2] == ["Works slowly and holds the pressure", "Works with little or no oil"]
    assert fifth[:2] == ["Uses little or no oil", "Keeps oil for the end"]
    assert "Full body in every session" not in first
    assert sheet(browser, page.link("PDF for A4")).count("✓") == sum(len(one) for one in ticked(page))
    page = browser.open(f"/therapists/{relaxing.slug}/call-card")
    first, second, *_, fifth = ticked(page)
    assert first == ["Full body in every session"]
    assert second == ["Long, flowing strokes"]
    assert fifth == ["Plenty of oil, for glide"]
    assert ticked(browser.open("/call-card")) == [[]] * 5


def test_a_card_with_ticks_says_whose_they_are(browser, session):
    said = make_listing(session, "published")
    silent = make_listing(session, "published", answers=dict.fromkeys(CLINICAL, (None, None)))
    whose = "What is ticked, they have said here already; tick what you hear."
    page = browser.open(f"/therapists/{said.slug}/call-card")
    assert whose in page.text
    assert whose in sheet(browser, page.link("PDF for A4"))
    for path in ("/call-card", f"/therapists/{silent.slug}/call-card"):
        page = browser.open(path)
        assert "ticked" not in page.soup.select_one(".lead").text
        assert "Tick what you hear." in page.text


def test_nothing_is_left_to_ask_after_a_no(browser, session):
    said_no = make_listing(session, "published", answers=RELAXING)
    first, second, third, fourth, fifth = asked(browser.open(f"/therapists/{said_no.slug}/call-card"))
    assert first == second == fifth == ""
    assert third.startswith("What is a postural imbalance?")
    assert fourth.startswith("Which hip muscles can play a part?")
    answers = {**CLINICAL, "Q2": (None, "I do not use myofascial techniques.")}
    in_words = make_listing(session, "published", answers=answers)
    assert asked(browser.open(f"/therapists/{in_words.slug}/call-card"))[1] == ""


def test_a_choice_that_falls_short_is_not_asked_for_again(browser, session):
    answers = {**CLINICAL, "Q1": ("partly", None), "Q5": ("moderate", None)}
    listing = make_listing(session, "published", answers=answers)
    page = browser.open(f"/therapists/{listing.slug}/call-card")
    assert asked(page)[0].startswith("How do low back, hips and thighs belong together?")
    assert asked(page)[4].startswith("Do you keep oil for the end?")
    assert ticked(page)[0] == ticked(page)[4] == []


def test_whoever_has_said_nothing_is_asked_everything_in_whole_questions(browser, session):
    listing = make_listing(session, "published", answers={**dict.fromkeys(CLINICAL, (None, None)), "Q2": ("yes", None)})
    left = asked(browser.open(f"/therapists/{listing.slug}/call-card"))
    assert [one.count("?") for one in left] == [4] * 5
    assert all(one.endswith("?") for one in left)
