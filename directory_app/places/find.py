"""Finds the city or postal code that a visitor typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import PublicLocation
from ..models.place import PostalCode
from .coordinates import typed_point
from .countries import Area, country_named, country_names
from .distance import great_circle_km
from .folding import LONGEST_TEXT, clean, fold
from .found import FoundPlace, UnknownPlace, found_city, found_code
from .known_areas import known_area, towns_in_county
from .load import OTHER_NAME_SHARE
from .post_office import post_office_town
from .postal import Written, written_code
from .postal_towns import COUNTRIES, PostalTown, postal_town
from .readings import NamedPlace, Typed, fit, longer_names, name_readings, taken_apart
from .suggest import LARGE, larger_areas, suggestions

MOST_OTHERS = 8
# A postal code and a city beside it belong together when they are no further apart than this.
SAME_AREA_KM = 100.0
LONGEST_CODE = 3
# A code of a country whose codes are not known, beside its city: "Sydney NSW 2000", "8001 Zürich", "1012 AB Amsterdam".
OUTSIDE_CODE = re.compile(
    r"^(?:[A-Z]{1,2}-)?\d{4}(?: ?[A-Z]{2})?\b[ ,]+(?=\D{3})|(?<=\D{3})(?<![ ,])[ ,]+\d{4}(?: ?[A-Z]{2})?$",
    re.IGNORECASE,
)
# What people write around a place to say that it need not be quite there: "near Austin", "Portland metro area".
ABOUT = re.compile(
    r"^(?:(?:city of|close to|greater|in|around|metro(?:politan)?|near(?:by| me)?|outside(?: of)?|surrounding|the) )+"
    r"|(?<![ ,])[ ,]+(?:metro(?:politan)? )?(?:area|metro|region|suburbs|surroundings|vicinity)$",
    re.IGNORECASE,
)
# A city more than so many times as large is meant, whether or not anybody is listed in it: London is not the one in
# Ontario. A name that only begins so is less likely still.
ALIKE, ALIKE_BEGUN = 10, 2
# Around the middle of a city, where somebody is looked for by an index: about an hour by car.
NEAR_DEGREES = 0.5


def find_place(session: Session, text: str) -> FoundPlace:
    """The city or postal code somebody typed: "Portland", "portland or", "London, Ontario", "97201-1234", "M5V 2T6";
    the town of a British or Irish code, "LS6 3AA"; or a point in degrees, "45.52, -122.68". Of what is not known, words
    that say about there are passed over: "near Austin", "Portland metro area".

    Of several places of one name the largest is taken; of a name alone, rather one of nearly that size where somebody
    is listed than one where nobody is. `others` holds the rest, with large cities whose name only begins so. Raises
    UnknownPlace, with suggestions where there are any, for what is empty, longer than 200 characters or not known. A
    state or country alone is unknown too, with its largest cities as suggestions, unless a large city of the same
    country has its name; so is a region or a quarter of a city, unless a large city has its name.
    """
    shown = clean(text) if len(text) <= LONGEST_TEXT else ""
    if not fold(shown):
        raise UnknownPlace(text[:LONGEST_TEXT])
    found = known_place(session, shown)
    if found is None:
        bare = ABOUT.sub("", shown)
        if fold(bare) not in {"", fold(shown)} and not known_area(session, taken_apart(shown)):
            return find_place(session, bare)
        written, without = written_code(shown), _without_code(shown)
        typed = taken_apart(without)
        around = written.rest if written and fold(written.rest) else without
        raise UnknownPlace(
            shown,
            suggestions(session, around, taken_apart(around)),
            is_an_area=bool(larger_areas(typed)),
            area=known_area(session, typed),
        )
    return found


def known_place(session: Session, text: str) -> FoundPlace | None:
    """What `find_place` finds for cleaned text; None for what it does not know, without looking for what is like it."""
    point = typed_point(text)
    if point:
        return point
    town = postal_town(text)
    if town and town.whole:
        return _by_postal_town(session, town)
    found = _by_code(session, text) or _by_name(session, taken_apart(text))
    if found is None and town:
        return _by_postal_town(session, town)
    without = _without_code(text)
    return found or (_by_name(session, taken_apart(without)) if without != text else None)


def _without_code(text: str) -> str:
    return OUTSIDE_CODE.sub("", text).strip(" ,") or text


def _by_postal_town(session: Session, code: PostalTown) -> FoundPlace | None:
    """The town or village beside a code, else the town that the code is in or near."""
    town = _by_name(session, taken_apart(code.label))
    if town is None:
        return None
    for words in filter(fold, (code.rest, code.rest.rpartition(",")[2].strip())):
        named = _by_name(session, taken_apart(f"{words}, {COUNTRIES[code.country]}"))
        if named and great_circle_km((town.lat, town.lon), (named.lat, named.lon)) <= SAME_AREA_KM:
            return replace(named, others=())
    return replace(town, others=(), near_code=code.code)


def _by_code(session: Session, text: str) -> FoundPlace | None:
    written = written_code(text)
    if written is None:
        return None
    code = session.get(PostalCode, (written.country, written.code))
    if code is None:
        return _by_name(session, taken_apart(written.rest)) if written.rest else None
    found = found_code(code)
    if not fold(written.rest) or _repeats(written, code):
        return found
    return _weighed(session, found, taken_apart(written.rest))


def _repeats(written: Written, code: PostalCode) -> bool:
    """Whether what stands around a code is its own city, region or country."""
    said = fold(written.rest)
    return said in {fold(code.region), *country_names(code.country)} or said.startswith(fold(code.city))


def _weighed(session: Session, code: FoundPlace, typed: Typed) -> FoundPlace | None:
    """The code, unless the name beside it is a place in another country, where the same digits mean another code."""
    named = _by_name(session, typed)
    if named is None:
        elsewhere = country_named(typed.parts[-1] if typed.parts else typed.key)
        return code if elsewhere in {None, code.country} else None
    readings = (named, *named.others)
    if any(great_circle_km((code.lat, code.lon), (one.lat, one.lon)) <= SAME_AREA_KM for one in readings):
        return code
    if named.country != code.country:
        return named
    return replace(code, others=tuple(replace(one, others=()) for one in readings)[:MOST_OTHERS])


def _by_name(session: Session, typed: Typed) -> FoundPlace | None:
    readings = name_readings(session, typed)
    areas = larger_areas(typed)
    if areas and not (readings and _is_meant_rather(readings[0], areas)):
        return None
    if known_area(session, typed) and not (readings and _is_meant_rather_than_part(readings[0], typed)):
        return None
    if not readings:
        in_county = towns_in_county(session, typed)
        return _first_of(in_county) if in_county else post_office_town(session, typed)
    readings = _with_longer(session, typed, readings)
    return _first_of(readings if readings[0].key != typed.key or typed.parts else _listed_first(session, readings))


def _with_longer(session: Session, typed: Typed, readings: Sequence[NamedPlace]) -> list[NamedPlace]:
    """The readings, and behind the first of them the large cities elsewhere whose name begins with its name."""
    first, together = readings[0], list(readings)
    qualifiers = dict(typed.splits()).get(first.key)
    if qualifiers is None or len(first.key) <= LONGEST_CODE:
        return together
    for city in longer_names(session, first.key, LARGE, MOST_OTHERS):
        elsewhere = great_circle_km((first.lat, first.lon), (city.lat, city.lon)) > SAME_AREA_KM
        if elsewhere and fit(qualifiers, city) and city.id not in {one.id for one in together}:
            smaller = (at for at, one in enumerate(together) if at and one.weight < city.weight)
            together.insert(next(smaller, len(together)), city)
    return together


def _listed_first(session: Session, readings: list[NamedPlace]) -> list[NamedPlace]:
    """The readings, the first one near which somebody is listed in front, unless the largest is far larger."""
    first = readings[0]
    likely = [one for one in readings if one.weight * (ALIKE if one.key == first.key else ALIKE_BEGUN) >= first.weight]
    if len(likely) < 2:
        return readings
    listed = next((one for one in likely if _somebody_near(session, one)), first)
    return [listed, *(one for one in readings if one is not listed)]


def _somebody_near(session: Session, city: NamedPlace) -> bool:
    lat, lon = PublicLocation.lat, PublicLocation.lon
    near = select(PublicLocation.id).where(
        lat.between(city.lat - NEAR_DEGREES, city.lat + NEAR_DEGREES),
        lon.between(city.lon - NEAR_DEGREES, city.lon + NEAR_DEGREES),
    )
    return session.scalar(near.limit(1)) is not None


def _is_meant_rather(city: NamedPlace, areas: Sequence[Area]) -> bool:
    """Whether a large city is meant rather than the states and countries of its name: New York, but not Jamaica, NY.

    Of a code of two or three letters (LA), it is meant wherever it lies.
    """
    at_home = city.country in {area.country for area in areas}
    # Singapore is as large in every language.
    share = OTHER_NAME_SHARE if city.other and fold(city.name) in country_names(city.country) else 1
    return city.weight * share >= LARGE and (at_home or len(city.key) <= LONGEST_CODE)


def _is_meant_rather_than_part(city: NamedPlace, typed: Typed) -> bool:
    """Whether a city is meant rather than a region or quarter: it is large, or its state or country was typed."""
    return city.weight >= LARGE or bool(typed.parts) or city.key != typed.key


def _first_of(readings: Iterable[NamedPlace]) -> FoundPlace:
    first, *others = (found_city(row) for row in readings)
    return replace(first, others=tuple(others[:MOST_OTHERS]))
