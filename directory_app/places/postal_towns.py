"""British and Irish postal codes, of which only the town is known that each area of them belongs to or is near."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..config import data_dir

# As the post offices write them: an area with a district, and behind it what no list here resolves.
_BRITISH = re.compile(
    r"(?<![0-9A-Z])([A-PR-UWYZ][A-HK-Y]?)([0-9][0-9A-HJKMNPR-Y]?)( ?[0-9][ABD-HJLNP-UW-Z]{2})?(?![0-9A-Z])"
)
_IRISH = re.compile(r"(?<![0-9A-Z])([ACDEFHKNPRTVWXY][0-9][0-9W])( ?[0-9ACDEFHKNPRTVWXY]{4})?(?![0-9A-Z])")
# What may be the first half of an Irish code is a district of London up to these numbers.
_OF_LONDON = {"E": 20, "N": 22, "W": 14}
COUNTRIES = {"GB": "United Kingdom", "IE": "Ireland"}


class PostalTown(NamedTuple):
    """A postal code in what was typed, the town it is in or near, and what stands around it.

    `whole` unless it is its first half alone, which may be that of a Canadian code too.
    """

    code: str
    town: str
    country: str
    whole: bool
    rest: str

    @property
    def label(self) -> str:
        """What finds the town."""
        return f"{self.town}, {COUNTRIES[self.country]}"


def postal_town(text: str) -> PostalTown | None:
    """The British or Irish postal code in cleaned text, a whole one before half of one; None without one."""
    upper = text.upper()
    if len(upper) != len(text):
        return None
    # Of equal ones the British: W12 is in London.
    found = sorted(_codes(text, upper), key=lambda one: one.whole)
    return found[-1] if found else None


def towns_of_codes(country: str) -> set[str]:
    """All towns of a country that its postal codes lead to."""
    return {town for (home, _), town in _towns().items() if home == country}


def _codes(text: str, upper: str) -> Iterator[PostalTown]:
    for country, pattern in (("IE", _IRISH), ("GB", _BRITISH)):
        for match in pattern.finditer(upper):
            whole = match.group(match.re.groups) is not None
            town = _towns().get((country, match.group(1)))
            if town and (whole or country == "IE" or not _beyond_london(match)):
                rest = f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;")
                yield PostalTown(match.group(), town, country, whole, rest)


def _beyond_london(match: re.Match[str]) -> bool:
    area, district = match.group(1), match.group(2)
    return area in _OF_LONDON and district.isdigit() and int(district) > _OF_LONDON[area]


@cache
def _towns() -> dict[tuple[str, str], str]:
    """The town of each area of Britain and of each routing key of Ireland, from `seeds/places/postal_towns.csv`."""
    with (data_dir("seeds") / "places" / "postal_towns.csv").open(encoding="utf-8", newline="") as file:
        return {(row["country"], row["code"]): row["town"] for row in csv.DictReader(file)}
