"""Reading an answer while it is written: what is shown, that nothing is kept or given away."""

from __future__ import annotations

import logging
import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from directory_app import create_app
from directory_app.models import Base, RevisionState

from ..browser import Browser, words
from ..conftest import TESTING
from ..factories import CLINICAL, PORTLAND, make_listing
from ..services.sqlite import copy_database

SLOW = "Slow and sustained, without oil, until the fascia softens under my forearm."


@pytest.fixture
def therapist(browser, session):
    """The browser of somebody whose questionnaire is empty."""
    browser.listing = make_listing(session)
    browser.listing.revisions[0].answers.clear()
    session.flush()
    browser.sign_in(browser.listing.account)
    return browser


def read(browser, text, *, choice="", question_id="Q2"):
    """What the script gets for a half-written answer, as (status, words, soup)."""
    page = browser.open(f"/my-listing/questions/{question_id}")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    if browser.session is not None:
        browser.session.commit()
    answer = browser.client.post(
        f"/my-listing/questions/{question_id}/reading",
        data={"csrf_token": token, "text": text, "choice": choice, "version": "0"},
    )
    soup = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    return answer.status_code, words(soup), soup


def test_words_are_marked_topics_named_and_characters_counted(therapist):
    status, text, soup = read(therapist, SLOW)
    assert status == 200
    assert soup.select("mark.mark-earns")
    assert "Not mentioned yet" in text
    assert f"{600 - len(SLOW)} characters left" in text
    said = soup.select_one("[data-said]")["data-said"]
    assert said.endswith("topics not mentioned.")
    assert re.match(r"\d+ topics? found, ", said), "points are what stands beside the topics"


@pytest.mark.parametrize(
    ("question_id", "text", "topics"),
    [
        ("Q2", "No.", 0),
        ("Q2", "", 0),
        ("Q5", "Very little oil.", 2),
        ("Q2", "fascia, psoas, trigger points, piriformis, QL, TFL, slow, dry", 6),
        ("Q4", "A colleague of mine knows how trigger points in the gluteus medius refer pain. I give a calm hour.", 0),
    ],
)
def test_as_many_topics_are_told_aloud_as_are_listed_below(therapist, question_id, text, topics):
    _, _, soup = read(therapist, text, question_id=question_id)
    assert soup.select_one("[data-said]")["data-said"].startswith(f"{topics} topics found, ")
    labels = [words(one) for one in soup.select(".answer-legend li .answer-legend-label")]
    assert len([one for one in labels if not one.startswith(("Words that leave doubt", "Said of others"))]) == topics


def test_the_button_shows_the_same_as_the_script(therapist):
    text = SLOW + " I will fix you."
    _, _, live = read(therapist, text, choice="yes")
    therapist.open("/my-listing/questions/Q2")
    therapist.choose("Yes")
    therapist.fill("In your own words", text)
    page = therapist.press("Read my answer")
    assert words(page.soup.select_one(".live-reading")) == words(live)
    assert page.value("In your own words") == text


def test_nothing_is_stored_and_nothing_is_logged(therapist, session, caplog):
    def contents():
        session.expire_all()
        tables = [t for t in Base.metadata.sorted_tables if t.name not in {"place", "postal_code", "place_name"}]
        return {t.name: session.execute(select(t).order_by(*t.primary_key.columns)).all() for t in tables}

    before = contents()
    with caplog.at_level(logging.DEBUG):
        read(therapist, "A zebra of a sentence that nobody else writes.")
    assert contents() == before
    assert "zebra" not in caplog.text


def test_a_promise_is_marked_with_a_plain_reason(therapist):
    _, text, soup = read(therapist, "I will fix your back, guaranteed.")
    marked = " ".join(mark.get_text() for mark in soup.select("mark.mark-costs"))
    assert "will fix" in marked
    assert "guaranteed" in marked
    assert "nobody can vouch for how" in text


def test_an_ordinary_sentence_is_not_marked_as_a_promise(therapist):
    text = "I always work slowly and dry, I will remove the oil with a warm towel, and we can end earlier."
    _, said, soup = read(therapist, text)
    marked = " ".join(words(mark) for mark in soup.select("mark"))
    assert [one for one in ("always", "will remove", "can end") if one in marked] == []
    assert "promises a result" not in said
    assert "what will happen" not in said


def test_words_that_earn_points_are_marked_so_even_where_the_whole_leaves_doubt(therapist):
    _, said, soup = read(therapist, "I don't use oil, so that I don't slide.", question_id="Q5")
    assert "Words that leave doubt" in said
    marked = " ".join(words(mark) for mark in soup.select("mark.mark-earns"))
    assert [word for word in ("oil", "slide") if word not in marked] == []


def test_points_that_a_guard_keeps_in_part_are_shown_as_earned(therapist):
    _, said, soup = read(therapist, "Very little oil.", question_id="Q5")
    assert "Held back: So few words leave open what is meant" in said
    lines = {words(line.select_one(".answer-legend-label")): line for line in soup.select(".answer-legend li")}
    kept = lines["Little or no oil"]
    assert "earns" in kept["class"]
    assert words(kept.select_one(".answer-points")).startswith("+")
    assert soup.select("mark.mark-earns")


def test_what_is_said_of_others_is_marked_apart_with_the_reason_and_not_called_missing(therapist):
    text = "A colleague of mine knows how trigger points in the gluteus medius refer pain. I give a calm hour."
    _, said, soup = read(therapist, text, question_id="Q4")
    assert "gluteus medius" in {words(mark).partition(" (")[0] for mark in soup.select("mark.mark-apart")}
    assert "Said of others or of another time, not of this practice, so it earns nothing" in said
    assert "It would have spoken to “Names hip muscles”" in said
    assert "Names hip muscles" not in {words(topic) for topic in soup.select(".live-open li")}
    assert "Held back: What this question asks about is mentioned" in said


@pytest.mark.parametrize(
    ("text", "choice", "said"),
    [
        ("Write to me@example.org about it.", "", "“me@example.org” Contact details belong in the step"),
        ("I work sl\u043ewly.", "", "“sl\u043ewly.” There are hidden or look-alike characters"),
        ("fascia, psoas, trigger points, piriformis, QL, TFL, slow, dry", "", "Held back: Found in a row of terms"),
    ],
)
def test_what_a_moderator_would_stop_at_is_said_while_writing(therapist, text, choice, said):
    assert said in read(therapist, text, choice=choice)[1]


def test_words_that_deny_the_choice_are_said_to_do_so(therapist):
    _, text, _ = read(therapist, CLINICAL["Q5"][1], choice="a_lot", question_id="Q5")
    assert "These words say the opposite of your choice." in text


def test_a_word_that_the_rules_of_the_place_refuse_is_marked(browser, session):
    ontario = {**PORTLAND, "city": "Toronto", "region": "ON", "country": "CA"}
    browser.sign_in(make_listing(session, place=ontario).account)
    assert "rules for advertising in Ontario keep this out" in read(browser, "I am a specialist for backs.")[1]


def test_being_close_to_a_public_answer_is_told_and_neither_whose_nor_what(therapist, session):
    other = make_listing(session, "published", name="Hedda Unmentioned")
    _, text, _ = read(therapist, CLINICAL["Q2"][1])
    assert "close to another text" in text
    assert "Hedda" not in text
    assert other.slug not in text
    assert "close to another text" not in read(therapist, SLOW)[1]


def test_nobody_finds_out_what_waits_for_a_moderator(therapist, session):
    make_listing(session, "submitted")
    assert "close to another text" not in read(therapist, CLINICAL["Q2"][1])[1]


@pytest.mark.parametrize(
    ("typed", "left"),
    [("e\u0301" * 10, 590), ("🙂👩‍👩‍👧", 594), ("a\r\nb", 597), ("  a \n", 599), ("x" * 601, "1 character too many")],
)
def test_characters_are_counted_as_they_are_saved(therapist, typed, left):
    expected = left if isinstance(left, str) else f"{left} characters left"
    assert expected in read(therapist, typed)[1]


def test_a_version_that_waits_is_not_read(therapist, session):
    therapist.open("/my-listing/questions/Q2")
    page = therapist.page
    therapist.listing.revisions[0].move(RevisionState.SUBMITTED)
    session.commit()
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    answer = therapist.client.post("/my-listing/questions/Q2/reading", data={"csrf_token": token, "text": SLOW})
    assert answer.status_code == 409


def test_a_program_that_asks_very_often_is_held_up(sqlite_app, tmp_path):
    copy_database(sqlite_app, tmp_path)
    app = create_app({**TESTING, "RATELIMIT_ENABLED": True, "DATA": str(tmp_path)})
    with app.extensions["sessions"]() as session:
        accounts = [make_listing(session).account for _ in range(2)]
        session.commit()
        browsers = [Browser(app), Browser(app)]
        for browser, account in zip(browsers, accounts, strict=True):
            browser.sign_in(account)
    token = browsers[0].open("/my-listing/questions/Q2").soup.find("input", attrs={"name": "csrf_token"})["value"]
    answers = [
        browsers[0].client.post("/my-listing/questions/Q2/reading", data={"csrf_token": token, "text": "Slow."})
        for _ in range(61)
    ]
    assert [one.status_code for one in answers] == [200] * 60 + [429]
    assert int(answers[-1].headers["Retry-After"]) <= 60
    assert read(browsers[1], "Slow.")[0] == 200
    app.extensions["engine"].dispose()
