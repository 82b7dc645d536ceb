"""Public listings as rows of a list: what a line shows, and each by its place nearest to a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from ..models import PublicListing, PublicLocation
from ..places.distance import KM_PER_MILE, Point, great_circle_km
from .bands import shown_score

# Best fit: 0.7 x rank score + 30 / (1 + (distance / 15 miles)^2), so that 15 miles halve the share of distance.
RANK_SHARE = 0.7
DISTANCE_SHARE = 30.0
HALF_DISTANCE_KM = 15 * KM_PER_MILE


@dataclass(frozen=True)
class Line:
    """What a row of a list shows of a listing: its place nearest to a point, and how far that is in kilometres.

    `km` is None where there is no point to be near to. With a `band` there are no figures of the score;
    `licence_line` has to stand with the rest where it is not empty.
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
    price_60: Decimal | None
    currency: str | None
    accepting_clients: bool | None
    accepting_confirmed_at: datetime | None
    licence_checked_until: datetime | None
    source: str
    consented_on: date | None


COPIED = (*(field.name for field in fields(Line) if field.name not in {"place", "km", "band"}), "score_shown")


def lines_of(session: Session, listings: Sequence[int], near: Point | None) -> list[Line]:
    """The lines of the listings with these numbers, in their order; those that are no longer public are left out."""
    nearest: dict[int, Line] = {}
    for label, lat, lon, *copied in session.execute(_places(), {"ids": list(listings)}) if listings else ():
        km = great_circle_km(near, (lat, lon)) if near else None
        line = _line(label, km, dict(zip(COPIED, copied, strict=True)))
        known = nearest.get(line.listing_id)
        if known is None or (km is not None and known.km is not None and km < known.km):
            nearest[line.listing_id] = line
    return [nearest[number] for number in listings if number in nearest]


def _line(place: str, km: float | None, facts: dict[str, Any]) -> Line:
    """A line with the score as the rules of its places let it be shown."""
    kind = facts.pop("score_shown")
    score = shown_score(facts["estimate"], facts["low"], facts["high"], facts["level"], kind)
    return Line(place=place, km=km, **{**facts, **vars(score)})


@cache
def _places() -> Select[*tuple[Any, ...]]:
    copied = [getattr(PublicListing, name) for name in COPIED]
    return (
        select(PublicLocation.label, PublicLocation.lat, PublicLocation.lon, *copied)
        .join(PublicListing.locations)
        .where(PublicListing.listing_id.in_(bindparam("ids", expanding=True)))
        .order_by(PublicLocation.position)
    )
