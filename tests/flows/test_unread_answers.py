"""Answers in a language that is not read: whoever looks at the listing is told, and nothing looks like a low score."""

from __future__ import annotations

import pytest

from directory_app.models import Listing

from ..browser import Browser, words
from ..factories import CLINICAL, make_account, make_listing, make_revision, submit

POLISH = {
    "Q1": ("yes_whole_hour", "Tak, możemy poświęcić całą godzinę na dolny odcinek pleców, biodra i uda."),
    "Q2": ("yes", "Pracuję powoli, bez oleju, z uwagą na fascia, aż tkanka się zmieni i dam znać, że to koniec."),
    "Q3": ("routinely", "Wyjaśniam klientom, które mięśnie pociągają miednicę do przodu, jak i przez co to jest."),
    "Q4": ("routinely", "Najpierw pytam, gdzie boli, i patrzę, jak ktoś stoi, bo to nie jest dla każdego."),
    "Q5": ("minimal", "Bardzo mało oleju, tylko na końcu, bo jest to dla mnie ważne."),
}
ALL_FIVE = "The words of 5 of 5 answers are in a language that is not read here."
HERE = "In a language that is not read here, so only the choice counts"


@pytest.fixture
def polish(session) -> Listing:
    """A public listing whose answers nobody can read here."""
    return make_listing(session, "published", name="Hanna Lis", answers=POLISH)


def test_visitors_are_told_wherever_the_score_stands(browser: Browser, session, polish):
    other = make_listing(session, "published", name="Ada Lind")
    row = next(
        one for one in browser.open("/search?place=Portland, OR").soup.select(".listing-row") if "Hanna" in one.text
    )
    assert "Most of their words are in a language that is not read here" in words(row.figcaption)
    assert "całą godzinę" in words(row.blockquote)
    profile = browser.open(f"/therapists/{polish.slug}")
    assert ALL_FIVE in profile.text
    assert profile.text.count("These words are in a language that is not read here") == len(POLISH)
    assert not profile.soup.select("mark, .answer-legend"), "a word like a term says nothing in an unread text"
    assert browser.open(f"/compare?t={polish.slug}&t={other.slug}").text.count(HERE) == len(POLISH)


def test_the_call_card_leaves_to_ask_what_nobody_could_read(browser: Browser, session, polish):
    silent = {question: (choice, None) for question, (choice, _) in POLISH.items()}
    other = make_listing(session, "published", name="Sil Ent", answers=silent)
    left = [
        [words(one) for one in browser.open(f"/therapists/{slug}/call-card").soup.select("p, li") if "?" in one.text]
        for slug in (polish.slug, other.slug)
    ]
    assert left[0] == left[1]


def test_the_therapist_is_told_before_sending_in_and_at_the_score(browser: Browser, session, polish):
    browser.sign_in(polish.account)
    browser.open("/my-listing")
    browser.press("Edit my listing")
    page = browser.open("/my-listing/check")
    assert ALL_FIVE in page.text
    assert "Answers in English, Spanish, French and German are read." in page.text
    score = browser.open("/my-listing/score")
    assert ALL_FIVE in score.text
    assert "Every topic the criteria know is mentioned" not in score.text
    assert score.text.count("so nobody knows") == len(POLISH)


def test_the_moderator_sees_why_the_points_fall(browser: Browser, session):
    listing = make_listing(session, "published", name="Hanna Lis", answers=CLINICAL)
    edit = make_revision(session, listing, 2, answers=POLISH)
    submit(session, edit)
    browser.sign_in(make_account(session, "moderator"))
    page = browser.open(f"/moderation/cases/{edit.id}")
    effects = [words(row) for row in page.soup.select(".effects tbody tr")]
    assert all("These words are in a language that is not read: only the choice counts." in one for one in effects)
    assert ALL_FIVE in page.text


def test_what_is_said_aloud_while_writing_names_the_language_first(browser: Browser, polish):
    browser.sign_in(polish.account)
    browser.open("/my-listing")
    browser.press("Edit my listing")
    said = browser.open("/my-listing/questions/Q2").soup.select_one("[data-said]")["data-said"]
    assert said == "In a language that is not read. Only your choice counts."
