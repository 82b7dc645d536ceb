"""Regions, quarters and small towns that people name and the place data lack: the towns to search around instead."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from ..config import data_dir
from .distance import great_circle_km
from .folding import fold
from .readings import NamedPlace, Typed, fit, name_readings, taken_apart

ARTICLE = "the "
COUNTY, SHORT_COUNTY = "county ", "co "
# As far a town may lie from the nearest of those that are named for its county.
IN_COUNTY_KM = 70.0
# As far from all of them a place is surely not in their county, though some of these names are of half a country.
OUTSIDE_COUNTY_KM = 140.0
NAMESAKE = "namesake"


class KnownArea(NamedTuple):
    """A `region`, a `quarter` of a city or a `town` that is not in the place data, by the name that was typed.

    `towns` are labels of places: those in a region, the city of a quarter, the nearest of a town. One that is the
    `namesake` of a town in the place data is only meant with its county, state or country behind it.
    """

    name: str
    kind: str
    towns: tuple[str, ...]
    namesake: bool = False


def known_area(session: Session, typed: Typed) -> KnownArea | None:
    """The area of that name, with its country, state or city behind it or alone: "Bay Area", "Hackney, London"."""
    for name, qualifiers in typed.splits():
        for area in _by_name().get(name.removeprefix(ARTICLE), ()):
            if _lies_in(session, area, qualifiers) if qualifiers else not area.namesake:
                return area
        # "Westport Mayo" is one name in the file, as the bare one is that of a town elsewhere.
        whole = " ".join((name, *(part.removeprefix(SHORT_COUNTY) for part in qualifiers)))
        for area in _by_name().get(whole, ()) if qualifiers else ():
            return area
    return None


def towns_in_county(session: Session, typed: Typed) -> list[NamedPlace]:
    """The towns of a name with a county or another region behind it, largest first: "Kendal, Cumbria"."""
    for name, qualifiers in typed.splits():
        county = _county(qualifiers)
        if not county:
            continue
        rows = name_readings(session, Typed(tuple(name.split()), qualifiers[1:]))
        inside = [row for row in rows if row.key == name and _is_near(session, row, county)]
        if inside:
            return inside
    return []


def _county(qualifiers: Sequence[str]) -> tuple[KnownArea, ...]:
    """The regions that the first of folded qualifiers names, as "Co. Kerry", "County Kerry" or "Kerry"."""
    if not qualifiers:
        return ()
    bare = qualifiers[0].removeprefix(SHORT_COUNTY).removeprefix(COUNTY)
    named = (*_by_name().get(bare, ()), *_by_name().get(f"{COUNTY}{bare}", ()))
    return tuple(area for area in named if area.kind == "region")


def outside_county(session: Session, place: NamedPlace, region: str) -> bool:
    """Whether a folded region names a county of the country of a place that lies far from all towns of it."""
    apart = _to_towns_km(session, place, _county((region,)))
    return bool(apart) and min(apart) > OUTSIDE_COUNTY_KM


def _is_near(session: Session, place: NamedPlace, areas: Sequence[KnownArea]) -> bool:
    return any(apart <= IN_COUNTY_KM for apart in _to_towns_km(session, place, areas))


def _to_towns_km(session: Session, place: NamedPlace, areas: Sequence[KnownArea]) -> list[float]:
    """How far it is to each of the towns of areas that lies in the same country."""
    labels = [label for area in areas for label in area.towns]
    towns = [town for label in labels for town in name_readings(session, taken_apart(label))[:1]]
    here = (place.lat, place.lon)
    return [great_circle_km((town.lat, town.lon), here) for town in towns if town.country == place.country]


def every_area() -> Iterator[KnownArea]:
    """All areas, once for each of their names, from `seeds/places/areas.csv`."""
    with (data_dir("seeds") / "places" / "areas.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            towns = tuple(row["towns"].split("|"))
            namesake = row["kind"] == NAMESAKE
            kind = "town" if namesake else row["kind"]
            yield from (KnownArea(name, kind, towns, namesake) for name in row["names"].split("|"))


def _lies_in(session: Session, area: KnownArea, qualifiers: Sequence[str]) -> bool:
    for label in area.towns:
        for town in name_readings(session, taken_apart(label))[:1]:
            behind = qualifiers[1:] if qualifiers[0] in {fold(town.name), town.key} else qualifiers
            if fit(behind, town) or (fit(behind[1:], town) and _is_near(session, town, _county(behind))):
                return True
    return False


@cache
def _by_name() -> dict[str, tuple[KnownArea, ...]]:
    named: dict[str, tuple[KnownArea, ...]] = {}
    for area in every_area():
        key = fold(area.name).removeprefix(ARTICLE)
        named[key] = (*named.get(key, ()), area)
    return named
