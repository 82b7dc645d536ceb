"""Public listings as rows of a list: what a line shows, and each by its place nearest to a point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from ..models import PublicListing, PublicLocation
from ..places import worth_saying_km
from ..places.distance import KM_PER_MILE, Point, great_circle_km
from ..scorekeeping import QUESTIONS, reason
from .bands import NEARER_RELAXING, band_of, shown_score
from .quote import UNREAD

# Best fit: 0.7 x rank score + 30 / (1 + (distance / 15 miles)^2), so that 15 miles halve the share of distance.
RANK_SHARE = 0.7
DISTANCE_SHARE = 30.0
HALF_DISTANCE_KM = 15 * KM_PER_MILE
# Where nobody is inside a radius, the nearest beyond it are shown when they are at most so far outside, in each unit:
# half a day by car. Farther away a name is no help, least of all one across an ocean.
FARTHEST_BEYOND = {"mi": 250, "km": 400}


class Line(NamedTuple):
    """What a row of a list shows of a listing: its place nearest to a point, and how far that is in kilometres.

    `km` is None where there is no point to be near to, and inside a town of which only the middle is known. With a
    `band` there are no figures of the score; `licence_line` has to stand with the rest where it is not empty.
    """

    listing_id: int
    slug: str
    name: str
    photo: str
    practice: str
    credentials: str
    place: str
    km: float | None
    estimate: float | None
    low: float | None
    high: float | None
    level: str
    band: str
    licence_line: str
    quote: str
    quote_label: str
    quote_question_id: str
    quote_language: str
    price_60: Decimal | None
    currency: str | None
    accepting_clients: bool | None
    accepting_confirmed_at: datetime | None
    licence_checked_until: datetime | None
    source: str
    consented_on: date | None

    @property
    def is_unread(self) -> bool:
        """Whether the quoted words, like most of the answers, are in a language that is not read."""
        return self.quote_label == UNREAD

    @property
    def reason(self) -> str:
        """What the quoted words say, in plain words; empty where they are left to speak for themselves."""
        return "" if self.is_unread else reason(self.quote_question_id, self.quote_label)

    @property
    def answers(self) -> str:
        """The question that the quoted words answer, as visitors ask it."""
        return next((one.asked_as for one in QUESTIONS if one.id == self.quote_question_id), "")

    @property
    def is_led_by_words(self) -> bool:
        """Whether the answers carry it in an order by clinical style: near the relaxing end, nearness does."""
        return (self.band or band_of(self.estimate or 0.0)) != NEARER_RELAXING

    @property
    def wherever(self) -> Line:
        """The line without how far away it is."""
        return self._replace(km=None)


class Place(NamedTuple):
    """A public place of a listing, and the line of the listing there."""

    point: Point
    country: str
    line: Line


# By listing, the places it is shown at.
Places = dict[int, list[Place]]
COPIED = tuple(name for name in Line._fields if name not in {"place", "km", "band"})
# Sixty pages of results, 1.7 kB a listing.
REMEMBERED = 1_200


def lines_of(
    session: Session, listings: Sequence[int], near: Point | None, remembered: Places | None = None
) -> list[Line]:
    """The lines of the listings with these numbers, in their order; those that are no longer public are left out.

    `remembered` has listings as they were read before and still are; those that are read now are added to it.
    """
    known = {} if remembered is None else remembered
    places = {number: known[number] for number in listings if number in known}
    missing = [number for number in listings if number not in places]
    if missing:
        read = _read(session, missing)
        places.update(read)
        known.update(read)
        # Of a copy: other threads add to it meanwhile.
        for number in list(known)[: max(0, len(known) - REMEMBERED)]:
            known.pop(number, None)
    return [_nearest(places[number], near) for number in listings if number in places]


def _nearest(places: Sequence[Place], near: Point | None) -> Line:
    if near is None:
        return places[0].line
    km, place = min(((great_circle_km(near, place.point), place) for place in places), key=itemgetter(0))
    return place.line._replace(km=worth_saying_km(km, place.country))


def _read(session: Session, listings: Sequence[int]) -> Places:
    """The places of listings in the order their therapists gave them."""
    found: Places = {}
    for label, lat, lon, country, score_shown, *copied in session.execute(_places(), {"ids": list(listings)}):
        facts = dict(zip(COPIED, copied, strict=True))
        line = Line(place=label, km=None, **_shown(facts, score_shown))
        found.setdefault(line.listing_id, []).append(Place((lat, lon), country, line))
    return found


def _shown(facts: dict[str, Any], score_shown: str) -> dict[str, Any]:
    """What is copied of a listing, with the score as the rules of its places let it be shown."""
    score = shown_score(facts["estimate"], facts["low"], facts["high"], facts["level"], score_shown)
    return facts | score._asdict()


@cache
def _places() -> Select[*tuple[Any, ...]]:
    # Of the tables and not of their classes: nobody changes these rows, and making objects of them took a fifth longer.
    listing, location = PublicListing.__table__.c, PublicLocation.__table__.c
    return (
        select(
            location.label,
            location.lat,
            location.lon,
            location.country,
            listing.score_shown,
            *(listing[name] for name in COPIED),
        )
        .where(listing.listing_id == location.listing_id, listing.listing_id.in_(bindparam("ids", expanding=True)))
        .order_by(location.position)
    )
