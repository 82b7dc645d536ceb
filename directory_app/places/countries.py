"""Countries and, where addresses name them, their states and provinces: for forms and for reading what was typed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ..config import data_dir
from ..customs import MILES
from .folding import fold


@dataclass(frozen=True)
class Country:
    """A country by its ISO 3166 code of two letters; `names` are all folded names and codes it goes by, `translations`
    those of them that are neither English nor its own.
    """

    code: str
    name: str
    names: frozenset[str]
    translations: frozenset[str]


@dataclass(frozen=True)
class Region:
    """A state, province or part of a country that people write behind a city: OR, Oregon."""

    country: str
    code: str
    name: str


@cache
def countries() -> tuple[Country, ...]:
    """All countries, by name."""
    read = (_country(row) for row in _rows("countries"))
    return tuple(sorted(read, key=lambda country: fold(country.name)))


@cache
def regions(country: str) -> tuple[Region, ...]:
    """States and provinces of US, CA, AU and GB by name; empty for other countries."""
    read = (Region(row["country"], row["code"], row["name"]) for row in _rows("regions"))
    return tuple(sorted((one for one in read if one.country == country), key=lambda region: region.name))


@cache
def country_names(code: str) -> frozenset[str]:
    """Folded names of a country, with its codes; only the code where the country is not known."""
    return next((country.names for country in countries() if country.code == code), frozenset({fold(code)}))


@cache
def country_translations(code: str) -> frozenset[str]:
    """Those of the folded names of a country that are neither English nor its own."""
    return next((country.translations for country in countries() if country.code == code), frozenset())


def country_named(key: str) -> str | None:
    """Code of the country with this folded name or code."""
    return _countries_by_name().get(key)


def unit_of(country: str) -> str:
    """The unit in which people of a country measure a way: mi or km."""
    return "mi" if country in MILES else "km"


class Area(NamedTuple):
    """A state or province by the code of its country and its own; a whole country has an empty `region`."""

    country: str
    region: str


def areas_named(key: str) -> tuple[Area, ...]:
    """The state or province with this folded name or code (of two, that of the United States), then the country."""
    region, country = _regions_by_name().get(key), country_named(key)
    own = () if region is None else (Area(region.country, region.code),)
    return own if country is None else (*own, Area(country, ""))


def region_in(country: str, key: str) -> Area | None:
    """The state or province with this folded name or code in the country of that one. A code that is a state's too is
    no country here: "Ontario, CA" is in California.
    """
    code = None if country in _regions_by_name() else country_named(country)
    named = (one for one in regions(code or "") if key in {fold(one.code), fold(one.name)})
    return next((Area(one.country, one.code) for one in named), None)


# Tables, and no memory of answers: whatever anybody typed as a place would stay in it.
@cache
def _countries_by_name() -> dict[str, str]:
    return {name: country.code for country in reversed(countries()) for name in country.names}


@cache
def _regions_by_name() -> dict[str, Region]:
    known = [region for country in ("US", "CA", "GB", "AU") for region in regions(country)]
    return {fold(name): region for region in reversed(known) for name in (region.code, region.name)}


def _country(row: dict[str, str]) -> Country:
    own = (row["code"], row["name"], *row["other_names"].split("|"))
    translations = frozenset(fold(name) for name in row["translations"].split("|") if name)
    return Country(row["code"], row["name"], frozenset(fold(name) for name in own if name) | translations, translations)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (data_dir("seeds") / "places" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
