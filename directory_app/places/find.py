"""Finds the city or postal code that a visitor typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from ..models.place import PostalCode
from .coordinates import typed_point
from .countries import Area, country_named, country_names
from .distance import great_circle_km
from .folding import LONGEST_TEXT, clean, fold
from .found import FoundPlace, UnknownPlace, found_city, found_code
from .post_office import post_office_town
from .postal import Written, written_code
from .readings import NamedPlace, Typed, name_readings, taken_apart
from .suggest import LARGE, larger_areas, suggestions

MOST_OTHERS = 8
# A postal code and a city beside it belong together when they are no further apart than this.
SAME_AREA_KM = 100.0
LONGEST_CODE = 3


def find_place(session: Session, text: str) -> FoundPlace:
    """The city or postal code somebody typed: "Portland", "portland or", "London, Ontario", "97201-1234", "M5V 2T6";
    or a point in degrees, "45.52, -122.68".

    Of several places of one name the largest is taken and `others` holds the rest. Raises UnknownPlace, with
    suggestions where there are any, for what is empty, longer than 200 characters or not known. A state or country
    alone is unknown too, with its largest cities as suggestions, unless a large city of the same country has its name.
    """
    shown = clean(text) if len(text) <= LONGEST_TEXT else ""
    if not fold(shown):
        raise UnknownPlace(text[:LONGEST_TEXT])
    typed = taken_apart(shown)
    found = typed_point(shown) or _by_code(session, shown) or _by_name(session, typed)
    if found is None:
        written = written_code(shown)
        around = written.rest if written and fold(written.rest) else shown
        raise UnknownPlace(
            shown, suggestions(session, around, taken_apart(around)), is_an_area=bool(larger_areas(typed))
        )
    return found


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
    return _first_of(readings) if readings else post_office_town(session, typed)


def _is_meant_rather(city: NamedPlace, areas: Sequence[Area]) -> bool:
    """Whether a large city is meant rather than the states and countries of its name: New York, but not Jamaica, NY.

    Of a code of two or three letters (LA), it is meant wherever it lies.
    """
    at_home = city.country in {area.country for area in areas}
    return city.weight >= LARGE and (at_home or len(city.key) <= LONGEST_CODE)


def _first_of(readings: Iterable[NamedPlace]) -> FoundPlace:
    first, *others = (found_city(row) for row in readings)
    return replace(first, others=tuple(others[:MOST_OTHERS]))
