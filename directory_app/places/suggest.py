"""What somebody may have meant by a place that is not known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ..models.place import Place, PlaceName
from .countries import Area, areas_named, region_in
from .edits import edits
from .found import label_of_code
from .known_areas import known_area
from .postal import similar_codes
from .readings import LAST_LETTER, LONGEST_NAME_IN_WORDS, NamedPlace, Typed, fit, name_readings

MOST = 5
CANDIDATES = 600
ENDS = 3
LARGE = 100_000
# A city ten times as large may be this many slips further away and is still as likely to be meant.
SLIPS_PER_TENFOLD = 0.3


def suggestions(session: Session, text: str, typed: Typed, country: str = "") -> tuple[str, ...]:
    """Labels of up to five places, the likeliest first; empty where nothing is near. `text` is cleaned.

    With a `country`, of two letters, only places in it.
    """
    codes = [code for code in similar_codes(session, text) if country in {"", code.country}]
    if codes:
        return tuple(label_of_code(code) for code in codes)
    area = known_area(session, typed)
    labels: dict[str, None] = dict.fromkeys(area.towns[: MOST - 1] if area else ())
    # A name that is known is spelled right, and may be that of a small town as well.
    for place in name_readings(session, typed) if area else _places(session, typed):
        if country in {"", place.country}:
            labels.setdefault(place.label)
        if len(labels) == MOST:
            break
    return tuple(labels)


def larger_areas(typed: Typed) -> tuple[Area, ...]:
    """The states, provinces and countries of that name, where nothing else was typed; else the state or province with
    its country behind it: "Oregon, USA", "Ontario Canada".
    """
    alone = () if typed.parts else areas_named(typed.key)
    within = (region_in(behind[0], name) for name, behind in typed.splits() if len(behind) == 1)
    return alone or tuple(area for area in within if area)


def _places(session: Session, typed: Typed) -> Iterable[Place | NamedPlace]:
    areas = larger_areas(typed)
    for area in areas:
        yield from _largest_cities(session, area, (MOST - 1) // len(areas))
    if areas:
        # It is spelled right, so nothing that is only spelled like it is meant, nor what has it as a second name.
        yield from (place for place in name_readings(session, typed) if not place.other)
        return
    if typed.parts:
        yield from _large(session, Typed(tuple(typed.parts[0].split()), typed.parts[1:]))
        # The name may be right and what stands behind it wrong.
        yield from name_readings(session, Typed(typed.words, ()))
    # A slip in the whole name, the city of a quarter, slips in a part of the name: in this order they are likely.
    whole, *shorter = [*typed.splits()[:3], ("", ())]
    near = _mistyped(session, *whole)
    yield from near[:1]
    yield from _city_named_last(session, typed)
    yield from _city_named_first(session, typed)
    yield from near[1:]
    for name, qualifiers in shorter:
        yield from _mistyped(session, name, qualifiers)
    if typed.parts:
        yield from _mistyped(session, typed.key, ())


def _largest_cities(session: Session, area: Area, limit: int) -> Sequence[Place]:
    wanted = select(Place).where(Place.country == area.country).order_by(Place.population.desc()).limit(limit)
    return session.scalars(wanted.where(Place.region == area.region) if area.region else wanted).all()


def _city_named_last(session: Session, typed: Typed) -> list[NamedPlace]:
    """The large city at the end of a name: "Ballard Seattle", "downtown Portland, OR". Quarters have no entry."""
    most = min(len(typed.words), LONGEST_NAME_IN_WORDS)
    ends = (_large(session, Typed(typed.words[at:], typed.parts)) for at in range(1, most))
    return next(filter(None, ends), [])


def _city_named_first(session: Session, typed: Typed) -> list[NamedPlace]:
    """The large city at the beginning of a name: "Los Angeles County", "Denver downtown". Counties have no entry."""
    most = min(len(typed.words), LONGEST_NAME_IN_WORDS)
    starts = (_large(session, Typed(typed.words[:at], typed.parts)) for at in range(most - 1, 0, -1))
    return next(filter(None, starts), [])


def _large(session: Session, typed: Typed) -> list[NamedPlace]:
    """The large city of that name, if there is one and no state or country alone is meant."""
    if not typed.parts and areas_named(typed.key):
        return []
    return [place for place in name_readings(session, typed)[:1] if place.weight >= LARGE]


def _mistyped(session: Session, name: str, qualifiers: Sequence[str]) -> list[Place]:
    """Places a few slips away from a name or beginning with it, likeliest first."""
    limit = _slips_allowed(name)
    if not limit:
        return []
    # A slip spoils one end of a name, seldom both.
    for alike in (_same_end(name), _same_letter_in_front(name)):
        near: dict[int, float] = {}
        for key, place_id, weight in session.execute(_of_similar_length(alike, name, limit)):
            _note(near, place_id, edits(name, key, limit), limit, weight)
        for place_id, weight in session.execute(_beginning_with(name)):
            _note(near, place_id, 1, limit, weight)
        places = session.scalars(select(Place).where(Place.id.in_(near))) if near else ()
        fitting = [place for place in places if fit(qualifiers, place)]
        if fitting:
            return sorted(fitting, key=lambda place: (near[place.id], place.id))
    return []


def _note(near: dict[int, float], place_id: int, slips: int, limit: int, weight: int) -> None:
    if slips <= limit:
        distance = slips - SLIPS_PER_TENFOLD * math.log10(weight + 1)
        near[place_id] = min(distance, near.get(place_id, distance))


def _slips_allowed(name: str) -> int:
    if len(name) < ENDS or len(name) > 40:
        return 0
    return 1 if len(name) <= 4 else 2 if len(name) <= 11 else 3


def _of_similar_length(alike: ColumnElement[bool], name: str, limit: int) -> Select[str, int, int]:
    return (
        select(PlaceName.key, PlaceName.place_id, PlaceName.weight)
        .where(alike, func.length(PlaceName.key).between(len(name) - limit, len(name) + limit))
        .order_by(PlaceName.weight.desc(), PlaceName.place_id)
        .limit(CANDIDATES)
    )


def _same_end(name: str) -> ColumnElement[bool]:
    return or_(_starts(PlaceName.key, name[:ENDS]), _starts(PlaceName.backwards, name[::-1][:ENDS]))


def _same_letter_in_front(name: str) -> ColumnElement[bool]:
    return _starts(PlaceName.key, name[:1])


def _beginning_with(name: str) -> Select[int, int]:
    return (
        select(PlaceName.place_id, PlaceName.weight)
        .where(_starts(PlaceName.key, name))
        .order_by(PlaceName.weight.desc(), PlaceName.place_id)
        .limit(MOST)
    )


def _starts(column: InstrumentedAttribute[str], beginning: str) -> ColumnElement[bool]:
    return and_(column >= beginning, column < beginning + LAST_LETTER)
