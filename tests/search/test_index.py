"""The index against the database: filters, counts, words, freshness and paging, each reckoned again the plain way."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from directory_app import publishing
from directory_app.models import Listing, PublicListing, now
from directory_app.places.distance import great_circle_km, unit_vector
from directory_app.publishing.words import forget, written
from directory_app.search import index as search_index
from directory_app.search import segment
from directory_app.search.criteria import Criteria, Order, criteria_from
from directory_app.search.filters import GROUPS, Filter
from directory_app.search.index import index_of
from directory_app.search.lookup import look
from directory_app.search.position import Position, position_from, token_of
from directory_app.search.queries import Centre, asked_less, search
from directory_app.search.segment import Circle, Columns, made, merged, packed, unpacked

from ..factories import CLINICAL, EUGENE, PORTLAND, RELAXING, SALEM, make_listing

HERE = Centre(45.5152, -122.6784)
WIDE = {"radius": None}
BY_NAME = {group.name: group for group in GROUPS}


def wanted(**values: list[str]) -> tuple[Filter, ...]:
    return criteria_from(values).filters


def names(session, criteria, centre=HERE):
    return [row.name for row in search(session, centre, criteria).page.rows]


# Without a database: random points and traits, and the same answers by plain loops.

TRAITS = ("how:focus", "how:oil", "with:evening", "technique:a", "technique:b", "price:100", "price:60")


def points(seed: int, count: int):
    source = random.Random(seed)
    rows = []
    for number in range(count):
        listing = source.randrange(1, max(2, count))
        lat = max(-90.0, min(90.0, source.gauss(45, 1.5 if number % 3 else 30)))
        lon = (source.gauss(179, 2) + 180) % 360 - 180
        rows.append((listing, lat, lon))
    facts = {
        listing: (round(source.uniform(0, 100), 1), [trait for trait in TRAITS if source.random() < 0.4])
        for listing, _, _ in rows
    }
    return rows, facts


def segment_of(rows, facts):
    listing = np.array([row[0] for row in rows], dtype=np.int64)
    lat, lon = (np.array([row[n] for row in rows], dtype=np.float64) for n in (1, 2))
    x, y, z = (np.array(part) for part in zip(*(unit_vector(a, b) for _, a, b in rows), strict=True))
    rank = np.array([facts[row[0]][0] for row in rows])
    zeros = np.zeros(len(rows), dtype=np.int64)
    return made(Columns(listing, x, y, z, rank, rank, zeros, zeros), lat, lon, [facts[row[0]][1] for row in rows])


def passes(traits, filters):
    return all((all if one.group.every else any)(trait in traits for trait in one.traits) for one in filters)


CHOICES = st.lists(st.sampled_from(TRAITS), max_size=4, unique=True)


def filters_of(traits):
    by_group: dict[str, list[str]] = {}
    for trait in traits:
        group, _, value = trait.partition(":")
        by_group.setdefault(group, []).append(value)
    return tuple(Filter(BY_NAME[name], tuple(values)) for name, values in by_group.items())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 300),
    km=st.sampled_from([1.0, 40.0, 400.0, 4000.0, 20_040.0]),
    centre=st.sampled_from([(45.0, 179.9), (45.0, -179.9), (70.0, 179.0), (89.9, 0.0), (-45.0, 0.0)]),
    chosen=CHOICES,
    split=st.integers(0, 3),
)
def test_total_hits_and_counts_are_those_of_plain_loops(seed, count, km, centre, chosen, split):
    rows, facts = points(seed, count)
    filters = filters_of(chosen)
    inside: dict[int, float] = {}
    for listing, lat, lon in rows:
        away = great_circle_km(centre, (lat, lon))
        if away <= km:
            inside[listing] = min(away, inside.get(listing, away))
    matching = {listing for listing in inside if passes(facts[listing][1], filters)}
    whole = segment_of(rows, facts)
    # The same rows in two parts, as they are while changes wait to be merged: those of some listings come second.
    moved = np.isin(whole.columns.listing, [n for n in facts if split and n % 3 < split])
    gone = packed(moved)
    second = [row for row in rows if split and row[0] % 3 < split]
    parts = [(whole, gone)]
    if second:
        newer = segment_of(second, facts)
        parts.append((newer, newer.nothing))
    found = look(parts, Circle(*centre, km), filters, Order.NEAREST, limit=1000)
    assert found.total == len(matching)
    assert set(found.listings) == matching
    assert [inside[number] for number in found.listings] == pytest.approx(sorted(inside[n] for n in matching), abs=0.05)
    for trait in TRAITS:
        group = BY_NAME[trait.partition(":")[0]]
        left = [n for n in inside if passes(facts[n][1], [f for f in filters if group.every or f.group is not group])]
        having = {n for n in left if trait in facts[n][1]}
        added = matching if having and any(f.group is group and trait not in f.traits for f in filters) else set()
        together = having | added if group.name == "technique" else having
        assert found.counts.get(trait, 0) == len(together), trait
    again = merged(parts)
    assert (
        look([(again, again.nothing)], Circle(*centre, km), filters, Order.NEAREST, limit=1000).counts == found.counts
    )


@pytest.mark.parametrize(("km", "centre"), [(20.0, (45.0, 179.9)), (60.0, (45.2, -179.9)), (30.0, (44.0, 178.0))])
def test_rows_looked_at_in_many_runs_are_those_looked_at_in_one(km, centre):
    rows, facts = points(5, 8_000)
    whole = segment_of(rows, facts)
    gone = packed(whole.columns.listing % 7 == 0)
    circle = Circle(*centre, km)
    at_once = look([(whole, gone)], circle, (), Order.BEST_FIT, limit=50)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "NEAR", 2 * segment.WORD)
        assert len(whole.runs(circle, gone)) > 1
        assert look([(whole, gone)], circle, (), Order.BEST_FIT, limit=50) == at_once
    assert at_once.total > 20


@given(st.lists(st.booleans(), min_size=1, max_size=200))
def test_bits_keep_the_truths_of_their_rows(truths):
    bits = packed(np.array(truths))
    back = unpacked(bits)
    assert back[: len(truths)].tolist() == [int(one) for one in truths]
    assert int(back.sum()) == sum(truths)


@pytest.mark.parametrize("order", list(Order))
def test_pages_one_behind_the_other_are_the_whole_list_in_order(order):
    rows, facts = points(3, 250)
    segment = segment_of(rows, facts)
    parts = [(segment, segment.nothing)]
    circle = Circle(45.0, 179.0, 20_040.0)
    whole = list(look(parts, circle, (), order, limit=1000).listings)
    read: list[int] = []
    after = None
    while True:
        page = look(parts, circle, (), order, limit=7, after=after)
        if not page.listings:
            break
        assert page.before == len(read)
        read += page.listings
        after = position_from(token_of(page.end))
    assert read == whole


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.integers(0, 2**62))
def test_a_position_survives_the_address(first, second, listing):
    position = Position(first, second, listing)
    assert position_from(token_of(position)) == position


@pytest.mark.parametrize("token", ["", "x", "é" * 32, "A" * 31, "AAAAAAAA-H8AAAAAAADwPwEAAAAAAAAA", "A" * 3000])
def test_a_broken_position_is_none(token):
    assert position_from(token) is None


# With the database.


def test_each_filter_keeps_those_who_meet_it(session):
    make_listing(session, "published", name="Clinical")
    make_listing(session, "published", name="Relaxing", answers=RELAXING)
    for value in ("focus", "myofascial", "posture", "referral", "oil"):
        assert names(session, Criteria(filters=wanted(how=[value]))) == ["Clinical"], value
    assert len(names(session, Criteria())) == 2


def test_counts_tell_what_one_more_click_gives(session):
    make_listing(session, "published", name="Clinical")
    make_listing(session, "published", name="Relaxing", answers=RELAXING)
    counts = search(session, HERE, Criteria()).counts
    assert counts["how:oil"] == len(names(session, Criteria(filters=wanted(how=["oil"])))) == 1
    narrowed = search(session, HERE, Criteria(filters=wanted(how=["oil"]))).counts
    assert narrowed["how:focus"] == 1


def test_a_choice_that_its_own_words_deny_is_not_found_by_it(session):
    answers = {**CLINICAL, "Q5": ("none_or_only_at_the_end", "I use plenty of warm oil from start to finish, always.")}
    make_listing(session, "published", name="Says both", answers=answers)
    make_listing(session, "published", name="Clinical")
    assert names(session, Criteria(filters=wanted(how=["oil"]))) == ["Clinical"]


def test_words_find_names_techniques_and_answers_and_their_synonyms(session):
    make_listing(session, "published", name="Mara Lindqvist")
    other = {**RELAXING, "Q4": ("rarely", "Trigger points in the quadratus lumborum.")}
    make_listing(session, "published", name="Ove Berg", answers=other)
    assert names(session, Criteria(words="lindqvist")) == ["Mara Lindqvist"]
    assert names(session, Criteria(words="QL knots")) == ["Ove Berg"]
    assert names(session, Criteria(words="fascia softening")) == ["Mara Lindqvist"]
    assert names(session, Criteria(words="the lindqvist")) == ["Mara Lindqvist"]
    assert names(session, Criteria(words="NEAR ( zebra \" * : ' \\ | & ! lindqvist")) == []


def test_a_mistyped_name_is_found_and_said(session):
    make_listing(session, "published", name="Mara Lindqvist")
    make_listing(session, "published", name="Ove Berg")
    for typed in ("lindkvist", "Lindqvits", "mara lindqist"):
        found = search(session, HERE, Criteria(words=typed))
        assert [row.name for row in found.page.rows] == ["Mara Lindqvist"], typed
        assert "lindqvist" in (found.words or "")
    assert search(session, HERE, Criteria(words="xyzzyx")).page.total == 0


@pytest.mark.every_database
@pytest.mark.parametrize("words", ["sore", "gentle", "work sore", "a sore back", "JD Neary", "J. D. Neary", "neary"])
def test_words_behind_a_single_letter_are_found(session, words):
    bio = "I work with people who have a sore back, with a gentle touch."
    listing = make_listing(session, "published", name="J. D. Neary", bio=bio)
    make_listing(session, "published", name="Somebody Else")
    assert names(session, Criteria(words=words)) == [listing.approved.name]


def test_listings_whose_words_an_earlier_release_cut_are_written_again(session):
    listing = make_listing(session, "published", name="Ada Near", bio="A gentle touch.")
    column = "rowid" if session.get_bind().dialect.name == "sqlite" else "listing_id"
    forget(session, listing.id)
    held = "'agentl'" if column == "rowid" else "array_to_tsvector(ARRAY['agentl'])"
    session.execute(text(f"INSERT INTO public_text ({column}, words) VALUES (:id, {held})"), {"id": listing.id})
    assert names(session, Criteria(words="gentle")) == []
    assert list(session.scalars(written(session))) == []
    publishing.refresh(session, listing)
    assert list(session.scalars(written(session))) == [listing.id]
    assert names(session, Criteria(words="gentle")) == ["Ada Near"]


def test_words_far_away_are_not_found_nearby_but_everywhere(session):
    make_listing(session, "published", name="Mara Lindqvist", place=EUGENE)
    assert names(session, Criteria(words="lindqvist")) == []
    assert names(session, Criteria(words="lindqvist", radius=None)) == ["Mara Lindqvist"]
    assert names(session, Criteria(words="lindqvist"), centre=None) == ["Mara Lindqvist"]


def test_what_is_published_paused_edited_and_deleted_shows_at_once(session):
    listing = make_listing(session, "published", name="Ada First")
    assert names(session, Criteria()) == ["Ada First"]
    listing.accepting_clients = True
    publishing.refresh(session, listing)
    assert names(session, Criteria(filters=wanted(**{"with": ["accepting"]}))) == ["Ada First"]
    publishing.withdraw(session, listing)
    assert names(session, Criteria()) == []
    publishing.publish(session, listing.approved)
    assert names(session, Criteria()) == ["Ada First"]
    session.delete(session.get(Listing, listing.id))
    session.flush()
    assert names(session, Criteria()) == []
    assert names(session, Criteria(words="ada")) == []


def test_many_changes_are_merged_and_lose_nobody(session, monkeypatch):
    monkeypatch.setattr(search_index, "MOST_RECENT", 3)
    everybody = []
    for number in range(12):
        everybody.append(make_listing(session, "published", name=f"Person {number:02}"))
        assert len(names(session, Criteria())) == number + 1
    for listing in everybody[::2]:
        publishing.withdraw(session, listing)
    assert sorted(names(session, Criteria())) == [f"Person {number:02}" for number in range(1, 12, 2)]
    state = index_of(session).state(session)
    assert sum(len(segment) for segment, _ in state.parts) <= 12


def test_a_licence_check_lapses_by_itself(session, time_machine):
    listing = make_listing(session, "published", name="Checked")
    public = session.get(PublicListing, listing.id)
    public.licence_checked_until = now() + timedelta(days=3)
    session.flush()
    licence = Criteria(filters=wanted(**{"with": ["licence"]}))
    assert names(session, licence) == ["Checked"]
    time_machine.move_to(now() + timedelta(days=4))
    assert names(session, licence) == []


def test_most_relaxing_first_turns_the_axis_round(session):
    make_listing(session, "published", name="Clinical")
    make_listing(session, "published", name="Relaxing", answers=RELAXING)
    assert names(session, Criteria(order=Order.MOST_RELAXING)) == ["Relaxing", "Clinical"]


def test_recently_confirmed_first_is_by_the_day_of_confirmation(session):
    for name, days in (("Old", 90), ("New", 1), ("Never", None)):
        listing = make_listing(session, "published", name=name)
        public = session.get(PublicListing, listing.id)
        public.accepting_confirmed_at = None if days is None else now() - timedelta(days=days)
    session.flush()
    assert names(session, Criteria(order=Order.RECENTLY_CONFIRMED)) == ["New", "Old", "Never"]


@pytest.mark.parametrize("order", [Order.BEST_FIT, Order.MOST_CLINICAL, Order.MOST_RELAXING, Order.NEAREST])
def test_price_signing_in_and_length_of_text_move_nobody(session, order):
    for number, place in enumerate((PORTLAND, SALEM, EUGENE)):
        make_listing(session, "published", name=f"Person {number}", place=place)
    before = names(session, Criteria(radius=None, order=order))
    for number, public in enumerate(session.scalars(select(PublicListing).order_by(PublicListing.listing_id))):
        public.price_60 = Decimal(10 + 200 * number)
        public.bio = "More words. " * 50 * number
        account = session.get(Listing, public.listing_id).account
        account.update_datetime = now() + timedelta(days=number)
    session.flush()
    assert names(session, Criteria(radius=None, order=order)) == before


def test_nobody_matching_tells_which_filter_to_drop(session):
    make_listing(session, "published", name="Clinical")
    criteria = Criteria("Portland, OR", filters=wanted(how=["oil"], gender=["man"], language=["klingon"]))
    assert search(session, HERE, criteria).page.total == 0
    [everything] = asked_less(session, HERE, criteria)
    assert (everything.criteria.filters, everything.total) == ((), 1)
    less = asked_less(session, HERE, Criteria(filters=wanted(how=["oil"], language=["klingon"])))
    assert [(one.group.name, one.value, one.total) for one in less] == [("language", "klingon", 1)]


def test_the_next_page_begins_behind_the_last_row_whatever_was_published_meanwhile(session):
    for number in range(25):
        make_listing(session, "published", name=f"Person {number:02}", place=SALEM)
    first = search(session, HERE, Criteria(order=Order.NEAREST, radius=None))
    read = {row.slug for row in first.page.rows}
    for number in range(3):
        # Newcomers nearer than everybody would push three rows of the first page onto the second.
        make_listing(session, "published", name=f"Newcomer {number}")
    second = search(session, HERE, Criteria(order=Order.NEAREST, radius=None, page=2, after=first.end))
    assert not read & {row.slug for row in second.page.rows}
    assert len(read) + len(second.page.rows) == 25
    assert second.page.first_row == 24
