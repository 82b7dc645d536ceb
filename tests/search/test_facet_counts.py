"""The number beside each filter is the number of therapists that one more click on it finds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from directory_app import publishing
from directory_app.models import SessionPrice
from directory_app.search.criteria import Criteria, criteria_from
from directory_app.search.facets import facets
from directory_app.search.queries import Centre, search

from ..factories import CLINICAL, PORTLAND, RELAXING, make_listing

HERE = Centre(45.5152, -122.6784)
# Of each: gender, languages, techniques, minutes of sessions, answers.
PEOPLE = (
    ("woman", ["English", "Spanish"], ["swedish"], (60, 90), CLINICAL),
    ("woman", ["German"], ["deep-tissue"], (60,), RELAXING),
    ("man", ["Spanish", "German"], ["deep-tissue", "swedish"], (45, 60), CLINICAL),
    ("man", ["English"], ["swedish", "myofascial-release"], (90,), RELAXING),
    ("", ["Portuguese"], ["myofascial-release"], (60, 75, 90), CLINICAL),
    ("non-binary", ["English", "German", "Spanish"], ["deep-tissue"], (45,), CLINICAL),
)


@pytest.fixture
def people(session):
    for number, (gender, languages, techniques, minutes, answers) in enumerate(PEOPLE):
        listing = make_listing(
            session,
            "published",
            name=f"Person {number}",
            gender=gender,
            languages=languages,
            techniques=techniques,
            answers=answers,
            place={**PORTLAND, "lat": PORTLAND["lat"] + number / 500},
        )
        listing.approved.prices = []
        session.flush()
        listing.approved.prices = [
            SessionPrice(minutes=one, amount=Decimal(50 + 20 * number), currency="USD") for one in minutes
        ]
        session.flush()
        publishing.refresh(session, listing)


def options(session, criteria):
    found = search(session, HERE, criteria)
    return [
        (facet.group, option)
        for facet in facets(session, criteria, found.counts)
        for option in (*facet.options, *facet.folded)
    ]


def found_with(session, asked, group, value):
    chosen = [value] if group.single else [*asked.get(group.name, []), value]
    criteria = Criteria(filters=criteria_from({**asked, group.name: chosen}).filters)
    return search(session, HERE, criteria).page.total


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"length": ["90"]},
        {"length": ["60", "75"], "price": ["120"]},
        {"technique": ["deep-tissue"]},
        {"language": ["spanish"], "how": ["oil"]},
        {"language": ["klingon"]},
        {"gender": ["woman"]},
        {"gender": ["woman", "man"], "language": ["german", "english"], "length": ["45"]},
        {"level": ["L1"], "with": ["step-free"], "gender": ["man"]},
    ],
)
def test_each_number_is_what_a_search_with_that_box_ticked_finds(session, people, asked):
    criteria = Criteria(filters=criteria_from(asked).filters)
    offered = options(session, criteria)
    assert {"length", "gender"} <= {group.name for group, _ in offered}
    for group, option in offered:
        if not option.chosen:
            assert option.found == found_with(session, asked, group, option.value), option.id


def test_beside_a_ticked_box_stands_how_many_have_it(session, people):
    asked = {"gender": ["woman", "man"], "language": ["german"]}
    by_id = {option.id: option.found for _, option in options(session, Criteria(filters=criteria_from(asked).filters))}
    assert (by_id["gender-woman"], by_id["gender-man"], by_id["language-german"]) == (1, 1, 2)


def test_a_language_that_nobody_speaks_here_is_not_offered_when_another_is_ticked(session, people):
    make_listing(session, "published", languages=["Basque"], place={**PORTLAND, "lat": 20.0})
    criteria = Criteria(filters=criteria_from({"language": ["spanish"]}).filters)
    languages = {option.value for group, option in options(session, criteria) if group.name == "language"}
    assert languages == {"english", "spanish", "german", "portuguese"}


def test_the_page_shows_what_a_click_gives(browser, session, people):
    page = browser.open("/search?place=Portland, OR&length=90")
    label = page.soup.select_one('label[for="length-30"]')
    assert " ".join(label.text.split()) == "30 minutes, 3 therapists"
    assert "3 therapists within 25 miles" in browser.open("/search?place=Portland, OR&length=90&length=30").text
