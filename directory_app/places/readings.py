"""All readings of the name of a city as somebody typed it, with or without state, province and country behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from ..models.place import Place, PlaceName
from .countries import country_names
from .folding import fold

LONGEST_NAME_IN_WORDS = 8
SHORTEST_SHORTENING = 3


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
    """Take cleaned text apart. A part with a house number in front of others is a street and left out."""
    parts = [fold(part) for part in text.replace(";", ",").split(",")]
    parts = [part for part in parts if part]
    if len(parts) > 1 and any(character.isdigit() for character in parts[0]):
        parts = parts[1:]
    return Typed(tuple(parts[0].split()), tuple(parts[1:])) if parts else Typed((), ())


def name_readings(session: Session, typed: Typed) -> list[PlaceName]:
    """Places of that name, most likely first, each once; empty where there is none.

    A place's own name comes before another name for a place, unless that place is much larger.
    """
    splits = typed.splits()
    rows = _rows(session, [name for name, _ in splits])
    for name, qualifiers in splits:
        fitting = [row for row in rows if row.key == name and lies_in(row.place, qualifiers)]
        if fitting:
            return _each_once(fitting)
    return []


def lies_in(place: Place, qualifiers: Sequence[str]) -> bool:
    """Whether each folded qualifier names the region or the country of the place."""
    return qualify(qualifiers, place.region, place.region_name, place.country)


def qualify(qualifiers: Sequence[str], region: str, region_name: str, country: str) -> bool:
    """Whether each folded qualifier names the region or the country, in full or shortened."""
    names = {fold(region), fold(region_name), *country_names(country)} - {""}
    return all(_is_among(one, names) for one in qualifiers)


def _is_among(qualifier: str, names: set[str]) -> bool:
    if qualifier in names:
        return True
    if len(qualifier) >= SHORTEST_SHORTENING and any(name.startswith(qualifier) for name in names):
        return True
    words = qualifier.split()
    return any(" ".join(words[:at]) in names and " ".join(words[at:]) in names for at in range(1, len(words)))


def _rows(session: Session, names: list[str]) -> Sequence[PlaceName]:
    if not names:
        return []
    return session.scalars(
        select(PlaceName)
        .join(PlaceName.place)
        .options(contains_eager(PlaceName.place))
        .where(PlaceName.key.in_(names))
        .order_by(PlaceName.weight.desc(), PlaceName.place_id)
    ).all()


def _each_once(rows: list[PlaceName]) -> list[PlaceName]:
    first = rows[0]
    once = {row.place_id: row for row in reversed(rows) if not row.other or first.other}
    once.pop(first.place_id, None)
    return [first, *sorted(once.values(), key=lambda row: (-row.weight, row.place_id))]
