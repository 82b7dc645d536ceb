"""The number beside each filter is the number of therapists that one more click on it finds."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from directory_app import publishing
from directory_app.models import SessionPrice
from directory_app.parsing.money import LONGEST_SESSION, SHORTEST_SESSION
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
    label = page.soup.select_one('label[for="length-short"]')
    assert " ".join(label.text.split()) == "Up to 45 minutes, 5 therapists"
    assert "5 therapists within 25 miles" in browser.open("/search?place=Portland, OR&length=90&length=30").text


@pytest.fixture
def sessions(session):
    """Minutes of the sessions of each, by name: every length that may be offered is in one of them."""
    source = random.Random(3)
    lengths = list(range(SHORTEST_SESSION, LONGEST_SESSION + 1))
    source.shuffle(lengths)
    offered = {"Fifty": [50], "Eighty": [80], "Twenty-five": [25], "Whole": lengths[::3]}
    offered |= {f"Person {number}": [25, 50, 80][: number + 1] for number in range(3)}
    for name, minutes in offered.items():
        listing = make_listing(session, "published", name=name)
        listing.approved.prices = []
        session.flush()
        listing.approved.prices = [SessionPrice(minutes=one, amount=Decimal(90), currency="USD") for one in minutes]
        session.flush()
        publishing.refresh(session, listing)
    return offered


def test_every_length_is_in_one_band_and_every_band_finds_those_with_a_length_in_it(session, sessions):
    bands = {"short": range(46), "hour": range(46, 76), "long": range(76, LONGEST_SESSION + 1)}
    counts = search(session, HERE, Criteria()).counts
    for chosen in ({"short"}, {"hour"}, {"long"}, {"short", "long"}, {"short", "hour", "long"}):
        meant = {name for name, minutes in sessions.items() if any(m in bands[one] for m in minutes for one in chosen)}
        found = search(session, HERE, Criteria(filters=criteria_from({"length": sorted(chosen)}).filters))
        assert {row.name for row in found.page.rows} == meant, chosen
        if len(chosen) == 1:
            assert counts[f"length:{min(chosen)}"] == len(meant)
    assert sum(trait.startswith("length:") for trait in counts) == len(bands)


def test_an_address_with_minutes_leads_to_their_band(browser, session, sessions):
    for minutes in (10, 25, 30, 45, 50, 60, 75, 80, 90, 120, 480):
        [one] = criteria_from({"length": [str(minutes)]}).filters
        assert one.values == ("short" if minutes <= 45 else "hour" if minutes <= 75 else "long",), minutes
    page = browser.open("/search?place=Portland, OR&length=50")
    assert "Fifty" in page.text
    assert "Remove: About an hour (46 to 75 minutes)" in " ".join(page.text.split())
    assert browser.open("/search?length=481").status == 400
    assert browser.open("/search?length=0").status == 400
