"""Search over public listings: the index finds, counts and orders; the database gives the lines that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import PublicListing, PublicLocation
from ..pagination import Page
from ..places import FoundPlace, currency_around, unit_around
from ..places.slugs import CitySlugs, city_slugs, region_code, region_name
from ..publishing.lines import Line, lines_of
from .criteria import Criteria, Order
from .filters import Group
from .index import State, index_of
from .lookup import Found, look
from .names import listings_named, meant_by
from .position import Position
from .segment import Circle, Numbers
from .words import Term, listings_with, looked_for, terms

PAGE_SIZE = 20
BEYOND = 10
MOST_WORDS_ALONE = 4
# Around the middle of a city, where its practices are looked for by an index.
NEAR_DEGREES = 0.5


@dataclass(frozen=True)
class Centre:
    """Where a search looks from, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Results:
    """A page of rows, how many each filter would leave, and where the page ends.

    `words` are the words looked for when the typed ones met nobody and a name near them did, else None; `maybe` those
    that are only offered, as a short word in them is near many names.
    """

    page: Page[Line]
    counts: dict[str, int] = field(default_factory=dict)
    end: Position | None = None
    words: str | None = None
    maybe: str | None = None


@dataclass(frozen=True)
class Example:
    """A public listing, by the end of its address and the town it is in."""

    slug: str
    place: str


@dataclass(frozen=True)
class Less:
    """A search that asks for less than another: without `value` of the filter `group`; or, `group` None, without the
    word `value`; or, without a value too, without any filters or with other words. `total` therapists meet it.
    """

    criteria: Criteria
    group: Group | None = None
    value: str = ""
    total: int = 0


def example(session: Session) -> Example | None:
    """Some public listing; None in a directory without any."""
    one = select(PublicListing.slug, PublicLocation.city, PublicLocation.region).join(PublicLocation.public_listing)
    row = session.execute(one.order_by(PublicLocation.id).limit(1)).first()
    return None if row is None else Example(row.slug, f"{row.city}, {row.region}")


def search(session: Session, centre: Centre | None, criteria: Criteria) -> Results:
    """One page of the listings within the radius that pass the filters and hold the words, in the order asked for.

    Without a centre the whole directory is searched. Words that meet nobody inside are tried as mistyped names. Behind
    the last page is the last page: a list becomes shorter, and an old link still leads somewhere.
    """
    state = index_of(session).state(session)
    circle = Circle(centre.lat, centre.lon, criteria.radius_km) if centre else None
    found = _found(session, state, circle, criteria, terms(criteria.words))
    meant = meant_by(session, criteria.words) if criteria.words and not found.total else None
    again = _found(session, state, circle, criteria, terms(meant.others), names=meant.names) if meant else found
    if not again.total:
        meant = None
    elif meant and meant.certain:
        found = again
    page = Page(_rows(session, state, found, centre), criteria.page, PAGE_SIZE, found.total, found.before)
    if not page.rows and (criteria.page, criteria.after) != (page.last, None):
        return search(session, centre, replace(criteria, page=page.last, after=None))
    words = meant.words if meant else None
    return Results(
        page, found.counts, found.end, words if found is again else None, words if found is not again else None
    )


def as_measured_there(session: Session, criteria: Criteria, place: FoundPlace | None) -> Criteria:
    """A search in the unit, where none was chosen, and the currency of the country around its place.

    Where that is not known, in the currency in which most listings state their price.
    """
    currency = currency_around(session, place) if place else ""
    other = criteria.measured_in(unit_around(session, place)) if place else criteria
    return replace(other, currency=currency or index_of(session).state(session).commonest_currency)


def edition(session: Session) -> tuple[int, date]:
    """A stamp that moves with every change of a public listing and with the day, which dates on a page count from."""
    state = index_of(session).state(session)
    return state.version, state.today


def page_of_city(session: Session, place: FoundPlace | None, criteria: Criteria) -> CitySlugs | None:
    """The page of the city that was searched for, where nothing but the city is asked for and somebody works there."""
    if place is None or place.kind != "city" or criteria != _alone(criteria):
        return None
    spelled = {place.region, region_code(place.country, place.region), region_name(place.country, place.region)}
    somebody = select(PublicLocation.id).where(
        PublicLocation.lat.between(place.lat - NEAR_DEGREES, place.lat + NEAR_DEGREES),
        PublicLocation.lon.between(place.lon - NEAR_DEGREES, place.lon + NEAR_DEGREES),
        PublicLocation.city == place.city,
        PublicLocation.region.in_(sorted(spelled)),
        PublicLocation.country == place.country,
    )
    works_there = session.scalar(somebody.limit(1)) is not None
    return city_slugs(place.city, place.region, place.country) if works_there else None


def _alone(criteria: Criteria) -> Criteria:
    """The search for its place and nothing else."""
    return Criteria(criteria.place, unit=criteria.unit, unit_chosen=criteria.unit_chosen, currency=criteria.currency)


def find_listings(session: Session, centre: Centre | None, criteria: Criteria) -> Page[Line]:
    """The page of `search` alone."""
    return search(session, centre, criteria).page


def count(session: Session, centre: Centre | None, criteria: Criteria) -> int:
    """How many meet a search, its words as they were typed."""
    circle = Circle(centre.lat, centre.lon, criteria.radius_km) if centre else None
    state = index_of(session).state(session)
    return _found(session, state, circle, criteria, terms(criteria.words), limit=1).total


def nearest_beyond(session: Session, centre: Centre, criteria: Criteria) -> list[Line]:
    """The nearest that match in all but the radius, at most ten, nearest first; none that nobody would travel to."""
    nearest = replace(criteria, radius=criteria.farthest, order=Order.NEAREST, page=1, after=None)
    circle = Circle(centre.lat, centre.lon, nearest.radius_km)
    state = index_of(session).state(session)
    found = _found(session, state, circle, nearest, terms(criteria.words), limit=BEYOND)
    return _rows(session, state, found, centre)


def at_any_distance(session: Session, centre: Centre, criteria: Criteria) -> Less | None:
    """The same search as far as needed, nearest first; None where nobody at all meets it."""
    farther = replace(criteria, radius=None, order=Order.NEAREST, page=1, after=None)
    total = count(session, centre, farther)
    return Less(farther, total=total) if total else None


def asked_less(session: Session, centre: Centre | None, criteria: Criteria) -> list[Less]:
    """Searches that leave one thing out and find somebody: a value of a filter, a word, all words; and where it is no
    single filter that is in the way, all filters.

    Where no single word is in the way, as in a whole sentence, each word alone instead, the rarest first.
    """

    def counted(found: Less) -> Less:
        return replace(found, total=count(session, centre, found.criteria))

    chosen = [(one.group, value) for one in criteria.filters for value in one.values]
    less = [counted(Less(criteria.without(group, value), group, value)) for group, value in chosen]
    if len(chosen) > 1 and not any(one.total for one in less):
        less.append(counted(Less(replace(criteria, filters=(), page=1, after=None))))
    words = looked_for(criteria.words)
    if len(words) > 1:
        without = [(word, " ".join(other for other in words if other != word)) for word in words]
        fewer = [counted(Less(criteria.with_words(others), value=word)) for word, others in without]
        if not any(one.total for one in fewer):
            alone = [counted(Less(criteria.with_words(word))) for word in words]
            fewer = sorted((one for one in alone if one.total), key=lambda one: one.total)[:MOST_WORDS_ALONE]
        less += fewer
    if words:
        less.append(counted(Less(criteria.with_words(""))))
    return [one for one in less if one.total and not one.criteria.is_empty]


def _found(
    session: Session,
    state: State,
    circle: Circle | None,
    criteria: Criteria,
    wanted: Sequence[Term],
    limit: int = PAGE_SIZE,
    names: Sequence[str] = (),
) -> Found:
    # Nothing is near to no place.
    nowhere = circle is None and criteria.order is Order.NEAREST
    among: Numbers | None = listings_with(session, wanted, circle) if wanted else None
    if names:
        named = listings_named(session, names)
        among = named if among is None else np.intersect1d(among, named, assume_unique=True)
    return look(
        state.parts,
        circle,
        criteria.filters,
        Order.BEST_FIT if nowhere else criteria.order,
        among=among,
        limit=limit,
        skip=(criteria.page - 1) * PAGE_SIZE,
        after=criteria.after,
        currency=criteria.currency,
    )


def _rows(session: Session, state: State, found: Found, centre: Centre | None) -> list[Line]:
    return lines_of(session, found.listings, (centre.lat, centre.lon) if centre else None, state.lines)
