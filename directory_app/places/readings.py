"""All readings of the name of a city as somebody typed it, with or without state, province and country behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ..models.place import Place, PlaceName
from .countries import country_names, country_translations
from .folding import fold

LONGEST_NAME_IN_WORDS = 8
SHORTEST_SHORTENING = 3
AREAS = 512
LAST_LETTER = "\U0010ffff"


class NamedPlace(NamedTuple):
    """A place by one of its names: the folded `key`, its `weight`, and whether it is only an `other` name."""

    key: str
    weight: int
    other: bool
    id: int
    name: str
    label: str
    region: str
    region_name: str
    country: str
    lat: float
    lon: float


# Every search asks this: columns cost half of what objects of the mapper would.
_NAMED = (
    select(*(getattr(PlaceName, name) for name in NamedPlace._fields[:3]))
    .add_columns(*(getattr(Place, name) for name in NamedPlace._fields[3:]))
    .join(PlaceName.place)
    .where(PlaceName.key.in_(bindparam("names", expanding=True)))
    .order_by(PlaceName.weight.desc(), PlaceName.place_id)
)


# Large cities whose name begins with another and goes on behind it.
_LONGER = (
    select(*_NAMED.selected_columns)
    .join(PlaceName.place)
    .where(
        PlaceName.key >= bindparam("first"),
        PlaceName.key < bindparam("behind"),
        PlaceName.weight >= bindparam("least"),
        PlaceName.other.is_(False),
    )
    .order_by(PlaceName.weight.desc(), PlaceName.place_id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class Typed:
    """A name taken apart: words in front of the first comma, and the folded parts behind it."""

    words: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """The folded name in front of the first comma."""
        return " ".join(self.words)

    def splits(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each way to read it as a name and what qualifies it, the longest name first."""
        most = min(len(self.words), LONGEST_NAME_IN_WORDS)
        return [(" ".join(self.words[:at]), self._behind(at)) for at in range(most, 0, -1)]

    def _behind(self, at: int) -> tuple[str, ...]:
        own = " ".join(self.words[at:])
        return (own, *self.parts) if own else self.parts


def taken_apart(text: str) -> Typed:
    """Take cleaned text apart."""
    parts = [part for part in (fold(part) for part in text.replace(";", ",").split(",")) if part]
    return Typed(tuple(parts[0].split()), tuple(parts[1:])) if parts else Typed((), ())


def name_readings(session: Session, typed: Typed) -> list[NamedPlace]:
    """Places of that name, most likely first, each once; empty where there is none.

    A two-letter code is a state before it is a country (Salem, IN). With a region or country behind it, a place's own
    name comes before another name for a place; alone, the other name of a place a hundred times as large comes first.
    A house number with a street in front of the city is passed over.
    """
    splits = typed.splits()
    rows = _rows(session, [name for name, _ in splits])
    for name, qualifiers in splits:
        fits = [(fit(qualifiers, row), row) for row in rows if row.key == name]
        fitting = [(found, bool(qualifiers) and row.other, -row.weight, row) for found, row in fits if found]
        if fitting:
            fitting.sort(key=lambda one: (*one[:3], one[3].id))
            return _each_once([row for *_, row in fitting])
    if typed.parts and typed.key[:1].isdigit():
        return name_readings(session, Typed(tuple(typed.parts[0].split()), typed.parts[1:]))
    return []


def places_named(session: Session, names: list[str], country: str) -> list[NamedPlace]:
    """All places of a country that have one of these folded names, most people first."""
    return [row for row in _rows(session, names) if row.country == country]


def longer_names(session: Session, name: str, least: int, most: int) -> list[NamedPlace]:
    """Cities of at least so many people that are called by a folded name with more behind it, largest first:
    Newcastle upon Tyne.
    """
    limits = {"first": f"{name} ", "behind": f"{name} {LAST_LETTER}", "least": least, "most": most}
    return [NamedPlace(*row) for row in session.execute(_LONGER, limits)]


def fit(qualifiers: Sequence[str], place: Place | NamedPlace) -> int:
    """How well folded qualifiers name the region and country of the place: 1 best, 0 not at all."""
    return fit_of(qualifiers, place.region, place.region_name, place.country)


def fit_of(qualifiers: Sequence[str], region: str, region_name: str, country: str) -> int:
    """1 where each qualifier names the region or the country; one more for each that is a country's code; else 0."""
    code, names, shortened = _of_area(region, region_name, country)
    result = 1
    for qualifier in qualifiers:
        if not _is_among(qualifier, names, shortened):
            if not _is_among(qualifier, names | {code}, shortened):
                return 0
            result += 1
    return result


@lru_cache(AREAS)
def _of_area(region: str, region_name: str, country: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """The folded code of a country, every other name of it and of the region, and those of them that people shorten.

    A short name is read in English: "Burlington, Ver" is in Vermont, wherever the Vereinigte Staaten have a larger one.
    """
    code = fold(country)
    names = frozenset({fold(region), fold(region_name), *(country_names(country) - {code})} - {""})
    return code, names, names - country_translations(country)


def _is_among(qualifier: str, names: frozenset[str], shortened: frozenset[str]) -> bool:
    if qualifier in names:
        return True
    if len(qualifier) >= SHORTEST_SHORTENING and any(name.startswith(qualifier) for name in shortened):
        return True
    words = qualifier.split()
    return any(" ".join(words[:at]) in names and " ".join(words[at:]) in names for at in range(1, len(words)))


def _rows(session: Session, names: list[str]) -> list[NamedPlace]:
    return [NamedPlace(*row) for row in session.execute(_NAMED, {"names": names})] if names else []


def _each_once(rows: list[NamedPlace]) -> list[NamedPlace]:
    once = {row.id: row for row in reversed(rows) if not row.other or rows[0].other}
    return list(reversed(once.values()))
