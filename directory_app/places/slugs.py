"""Words of addresses for countries, regions and cities, so that every page of a place is named in one way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from .countries import Region, countries, regions
from .folding import fold

# ISO 3166-2 has codes for these, which the place data does not use.
PARTS_OF_BRITAIN = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}


WITH_ARTICLE = ("United ", "Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia", "Comoros", "Seychelles")


@dataclass(frozen=True, order=True)
class CitySlugs:
    """The three words of a city's address, as in /places/united-states/oregon/portland."""

    country: str
    region: str
    city: str


@lru_cache(maxsize=16384)
def slug(name: str) -> str:
    """A name as a word of an address: "St. Louis" is saint-louis. Empty where it has neither letter nor digit."""
    return fold(name).replace(" ", "-")


def city_slugs(city: str, region: str, country: str) -> CitySlugs | None:
    """The address of a city; None where its name holds no letter. `region` may be a code, a name or empty."""
    land = country_name(country)
    made = CitySlugs(slug(land), slug(region_name(country, region) or land), slug(city))
    return made if all((made.country, made.region, made.city)) else None


@cache
def country_name(code: str) -> str:
    """The name of a country in English; the code where it is not known."""
    return next((country.name for country in countries() if country.code == code), code)


def with_article(name: str) -> str:
    """A country as it stands behind "in": the United States, Ireland."""
    return f"the {name}" if name.startswith(WITH_ARTICLE) or name.endswith((" Islands", " Republic")) else name


@lru_cache(maxsize=4096)
def region_name(country: str, region: str) -> str:
    """A state or province in full where its abbreviation is known: OR is Oregon. Else as it was given."""
    found = _regions(country).get(fold(region))
    return found.name if found else region.strip()


@lru_cache(maxsize=4096)
def region_code(country: str, region: str) -> str:
    """A state or province as people write it behind a city: Oregon is OR. Else as it was given."""
    found = _regions(country).get(fold(region))
    return found.code if found else region.strip()


@cache
def _regions(country: str) -> dict[str, Region]:
    known = {fold(word): one for one in regions(country) for word in (one.code, one.name)}
    parts = {fold(code): known[fold(name)] for code, name in PARTS_OF_BRITAIN.items() if fold(name) in known}
    return {**known, **parts} if country == "GB" else known
