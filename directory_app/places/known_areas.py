"""Regions, quarters and small towns that people name and the place data lack: the towns to search around instead."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from ..config import data_dir
from .folding import fold
from .readings import Typed, fit, name_readings, taken_apart

ARTICLE = "the "


class KnownArea(NamedTuple):
    """A `region`, a `quarter` of a city or a `town` that is not in the place data, by the name that was typed.

    `towns` are labels of places: those in a region, the city of a quarter, the nearest of a town.
    """

    name: str
    kind: str
    towns: tuple[str, ...]


def known_area(session: Session, typed: Typed) -> KnownArea | None:
    """The area of that name, with its country, state or city behind it or alone: "Bay Area", "Hackney, London"."""
    for name, qualifiers in typed.splits():
        for area in _by_name().get(name.removeprefix(ARTICLE), ()):
            if not qualifiers or _lies_in(session, area, qualifiers):
                return area
    return None


def every_area() -> Iterator[KnownArea]:
    """All areas, once for each of their names, from `seeds/places/areas.csv`."""
    with (data_dir("seeds") / "places" / "areas.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            towns = tuple(row["towns"].split("|"))
            yield from (KnownArea(name, row["kind"], towns) for name in row["names"].split("|"))


def _lies_in(session: Session, area: KnownArea, qualifiers: Sequence[str]) -> bool:
    for label in area.towns:
        for town in name_readings(session, taken_apart(label))[:1]:
            behind = qualifiers[1:] if qualifiers[0] in {fold(town.name), town.key} else qualifiers
            if fit(behind, town):
                return True
    return False


@cache
def _by_name() -> dict[str, tuple[KnownArea, ...]]:
    named: dict[str, tuple[KnownArea, ...]] = {}
    for area in every_area():
        key = fold(area.name).removeprefix(ARTICLE)
        named[key] = (*named.get(key, ()), area)
    return named
