"""What the pages of places and the site map read: public tables only.

A point is a unit vector: the dot product of two is the cosine of the angle between them, so that distance and order are
arithmetic in the database.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, func, or_, select
from sqlalchemy.orm import Session

from ..models import Answer, PublicListing, PublicLocation
from ..pagination import Page, within
from ..places import UnknownPlace, find_place
from ..places.distance import (
    EARTH_RADIUS_KM,
    KM_PER_MILE,
    Point,
    bounding_band,
    chord_squared,
    great_circle_km,
    unit_vector,
)
from ..publishing.lines import DISTANCE_SHARE, FARTHEST_BEYOND, HALF_DISTANCE_KM, RANK_SHARE, Line, lines_of
from ..scorekeeping import QUESTIONS
from .atlas import City

SHOWN_OF_CITY = 20
SHOWN = 10
BEYOND = 5
RADIUS_KM = {"mi": 25 * KM_PER_MILE, "km": 40.0}
FARTHEST_KM = {
    "mi": RADIUS_KM["mi"] + FARTHEST_BEYOND["mi"] * KM_PER_MILE,
    "km": RADIUS_KM["km"] + FARTHEST_BEYOND["km"],
}
# A city of the place data and the places of its listings belong together when they are no further apart than this.
SAME_CITY_KM = 100.0
# For each question: the choices of the clinical end, what they come to, those of the other end, what they come to.
ENDS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...], str]] = {
    "Q1": (("yes_whole_hour",), "Yes, the whole hour", ("full_body_only",), "always the full body"),
    "Q2": (("yes",), "Yes", ("no",), "no"),
    "Q3": (("routinely",), "Explained as a matter of course", ("rarely",), "rarely"),
    "Q4": (("routinely",), "Explained as a matter of course", ("rarely",), "rarely"),
    "Q5": (("minimal", "none_or_only_at_the_end"), "Little or none", ("a_lot",), "a lot"),
}


@dataclass(frozen=True)
class Share:
    """How therapists around a city answer one question: of `answered`, how many stand at either end of the scale."""

    asked_as: str
    answered: int
    clinical: int
    clinical_words: str
    relaxing: int
    relaxing_words: str


@dataclass(frozen=True)
class PriceRange:
    """What 60 minutes cost around a city, in one currency, at the `stated` practices that say so."""

    currency: str
    least: Decimal
    most: Decimal
    stated: int


@dataclass(frozen=True)
class CityFacts:
    """What the page of a city says beside its rows: `total` within the radius, answers and prices of all of them.

    Beyond the radius the nearest are looked for as far as `farthest_km`.
    """

    centre: Point
    radius_km: float
    farthest_km: float
    total: int
    shares: tuple[Share, ...]
    prices: tuple[PriceRange, ...]


def city_facts(session: Session, city: City) -> CityFacts:
    """Counts around a city. The centre is that of a search for it, so that both find the same people."""
    centre = _centre(session, city)
    radius = RADIUS_KM[city.unit]
    circle = _Circle(centre, radius)
    total = session.scalar(select(func.count(PublicLocation.listing_id.distinct())).where(circle.holds)) or 0
    return CityFacts(centre, radius, FARTHEST_KM[city.unit], total, _shares(session, circle), _prices(session, circle))


def of_city(session: Session, city: City, facts: CityFacts, number: int) -> Page[Line]:
    """A page of those who work in the city itself, wherever the radius ends, by best fit, ties by listing.

    Behind the last page is the last page.
    """
    own = _of_city(city, facts.centre)
    total = session.scalar(select(func.count()).select_from(own)) or 0
    number = within(number, SHOWN_OF_CITY, total)
    wanted = select(own.c.listing_id).order_by(*_best_fit(own)).offset((number - 1) * SHOWN_OF_CITY)
    rows = _lines(session, wanted.limit(SHOWN_OF_CITY), facts.centre)
    return Page(rows, number, SHOWN_OF_CITY, total)


def best_around(session: Session, city: City, facts: CityFacts) -> list[Line]:
    """The first ten within the radius that do not work in the city itself, by best fit, ties by listing."""
    inside = _Circle(facts.centre, facts.radius_km).listings
    others = _without_city(inside, city, facts).order_by(*_best_fit(inside))
    return _lines(session, others.limit(SHOWN), facts.centre)


def nearest_beyond(session: Session, city: City, facts: CityFacts) -> list[Line]:
    """The nearest outside the radius, at most five, nearest first; none that nobody would travel to."""
    around = _Circle(facts.centre, facts.farthest_km).listings
    outside = _without_city(around, city, facts).where(around.c.dot < _cosine(facts.radius_km))
    return _lines(session, outside.order_by(around.c.dot.desc(), around.c.listing_id).limit(BEYOND), facts.centre)


def listing_count(session: Session) -> int:
    """How many profiles are public."""
    return session.scalar(select(func.count()).select_from(PublicListing)) or 0


def profile_addresses(session: Session, first: int, count: int) -> Iterable[Row[str, datetime]]:
    """Slug and last change of `count` public profiles from the `first` on, a thousand rows in memory at a time."""
    wanted = select(PublicListing.slug, PublicListing.updated_at).order_by(PublicListing.slug)
    return session.execute(wanted.offset(first).limit(count).execution_options(yield_per=1000))


@dataclass(frozen=True)
class _Circle:
    """All within `km` of a point, as a condition and as listings with their nearest place and their rank score."""

    centre: Point
    km: float

    @cached_property
    def dot(self) -> ColumnElement[float]:
        """Cosine of the angle between a place and the centre."""
        return _dot(self.centre)

    @cached_property
    def holds(self) -> ColumnElement[bool]:
        """Whether a place lies inside."""
        band = bounding_band(*self.centre, self.km)
        meridians = or_(*(PublicLocation.lon.between(west, east) for west, east in band.meridians))
        return PublicLocation.lat.between(band.south, band.north) & meridians & (self.dot >= _cosine(self.km))

    @cached_property
    def listings(self) -> Subquery:
        """Each listing inside once, with the dot product of its nearest place and its rank score."""
        return _nearest_of(self.dot, self.holds)


def _nearest_of(dot: ColumnElement[float], meant: ColumnElement[bool]) -> Subquery:
    nearest, rank = func.max(dot).label("dot"), func.max(PublicLocation.rank_score).label("rank_score")
    listing = PublicLocation.listing_id
    return select(listing, nearest, rank).where(meant).group_by(listing).subquery()


def _of_city(city: City, centre: Point) -> Subquery:
    """The listings with a place in the city, which the index finds by the edges of all such places."""
    spelled = or_(
        *((PublicLocation.city == name) & (PublicLocation.region == region) for name, region in city.spellings)
    )
    edges = PublicLocation.lat.between(city.bounds.south, city.bounds.north) & PublicLocation.lon.between(
        city.bounds.west, city.bounds.east
    )
    return _nearest_of(_dot(centre), edges & (PublicLocation.country == city.country) & spelled)


def _without_city(listings: Subquery, city: City, facts: CityFacts) -> Select[int]:
    own = select(_of_city(city, facts.centre).c.listing_id)
    return select(listings.c.listing_id).where(listings.c.listing_id.not_in(own))


def _best_fit(listings: Subquery) -> tuple[ColumnElement[Any], ...]:
    away = chord_squared(HALF_DISTANCE_KM) / 2
    fit = RANK_SHARE * listings.c.rank_score + DISTANCE_SHARE / (1.0 + (1.0 - listings.c.dot) / away)
    return fit.desc(), listings.c.listing_id


def _dot(centre: Point) -> ColumnElement[float]:
    x, y, z = unit_vector(*centre)
    return PublicLocation.x * x + PublicLocation.y * y + PublicLocation.z * z


def _cosine(km: float) -> float:
    # A hair less than the cosine, so that a point exactly on the edge is inside.
    return math.cos(km / EARTH_RADIUS_KM) - 1e-15


def _centre(session: Session, city: City) -> Point:
    try:
        found = find_place(session, city.search_words)
    except UnknownPlace:
        return city.middle
    near = great_circle_km((found.lat, found.lon), city.middle) <= SAME_CITY_KM
    return (found.lat, found.lon) if near else city.middle


def _lines(session: Session, wanted: Select[Any], centre: Point) -> list[Line]:
    return lines_of(session, session.scalars(wanted).all(), centre)


def _shares(session: Session, circle: _Circle) -> tuple[Share, ...]:
    inside = select(PublicLocation.listing_id).where(circle.holds)
    counted = session.execute(
        select(Answer.question_id, Answer.choice, func.count())
        .join(PublicListing, PublicListing.revision_id == Answer.revision_id)
        .where(PublicListing.listing_id.in_(inside), Answer.choice.is_not(None))
        .group_by(Answer.question_id, Answer.choice)
    ).all()
    return tuple(_share(question.id, question.asked_as, counted) for question in QUESTIONS if question.id in ENDS)


def _share(question_id: str, asked_as: str, counted: Sequence[Any]) -> Share:
    clinical, clinical_words, relaxing, relaxing_words = ENDS[question_id]
    by_choice = {choice: number for question, choice, number in counted if question == question_id}
    return Share(
        asked_as=asked_as,
        answered=sum(by_choice.values()),
        clinical=sum(by_choice.get(choice, 0) for choice in clinical),
        clinical_words=clinical_words,
        relaxing=sum(by_choice.get(choice, 0) for choice in relaxing),
        relaxing_words=relaxing_words,
    )


def _prices(session: Session, circle: _Circle) -> tuple[PriceRange, ...]:
    inside = select(PublicLocation.listing_id).where(circle.holds)
    stated = func.count().label("stated")
    found = session.execute(
        select(PublicListing.currency, func.min(PublicListing.price_60), func.max(PublicListing.price_60), stated)
        .where(PublicListing.listing_id.in_(inside), PublicListing.price_60.is_not(None))
        .group_by(PublicListing.currency)
        .order_by(stated.desc(), PublicListing.currency)
    )
    return tuple(
        PriceRange(currency or "", least, most, number)
        for currency, least, most, number in found
        if least is not None and most is not None
    )
