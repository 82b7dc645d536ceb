"""All cities in which somebody is listed, by country and region, as one reading of the public places."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import PublicLocation
from ..places import Bounds, unit_of
from ..places.distance import km_from_dot, point_of
from ..places.slugs import CitySlugs, city_slugs, country_name, region_code, region_name

NEIGHBOURS = 8
LARGEST = 6
NAMED_BY_REGION = frozenset({"US", "CA", "AU", "GB"})


@dataclass(frozen=True)
class City:
    """A city with listings: `listings` of them, around `point` (a unit vector) of their public places.

    `spellings` are its name and region as listings write them, all of them within `bounds` in degrees.
    """

    slugs: CitySlugs
    name: str
    region: str
    country: str
    listings: int
    point: tuple[float, float, float]
    spellings: tuple[tuple[str, str], ...]
    bounds: Bounds

    @property
    def country_name(self) -> str:
        """Its country in English."""
        return country_name(self.country)

    @property
    def title(self) -> str:
        """The city as a heading names it: Denver, Colorado."""
        behind = self.region if self.country in NAMED_BY_REGION and self.region else self.country_name
        return f"{self.name}, {behind}"

    @property
    def names(self) -> tuple[str, str, str]:
        """What it may be called where there is little room, the fullest first."""
        return self.title, self.search_words, self.name

    @property
    def search_words(self) -> str:
        """The city as a search understands it: Denver, CO."""
        if self.country in NAMED_BY_REGION and self.region:
            return f"{self.name}, {region_code(self.country, self.region)}"
        return self.title

    @property
    def unit(self) -> str:
        """The unit in which people there measure a way."""
        return unit_of(self.country)

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its public places in degrees."""
        return point_of(self.point)


@dataclass(frozen=True)
class Area:
    """A country or a region with its cities by name; `listings` sums them up."""

    slug: str
    name: str
    cities: tuple[City, ...]

    @property
    def listings(self) -> int:
        """How many therapists its cities have together."""
        return sum(city.listings for city in self.cities)

    @property
    def largest(self) -> tuple[City, ...]:
        """The six cities with most listings, by name."""
        return tuple(sorted(sorted(self.cities, key=lambda city: -city.listings)[:LARGEST], key=lambda c: c.slugs.city))


class Atlas:
    """Every city with a listing."""

    def __init__(self, cities: Iterable[City]) -> None:
        self.cities = tuple(sorted(cities, key=lambda city: city.slugs))
        self._by_slugs = {city.slugs: city for city in self.cities}

    def city(self, slugs: CitySlugs) -> City | None:
        """The city at this address."""
        return self._by_slugs.get(slugs)

    def countries(self) -> list[Area]:
        """Countries by name."""
        return _areas(self.cities, lambda city: (city.slugs.country, city.country_name))

    def regions(self, country: str) -> list[Area]:
        """Regions, by name, of the country with this slug; none where nobody works."""
        inside = [city for city in self.cities if city.slugs.country == country]
        return _areas(inside, lambda city: (city.slugs.region, city.region or city.country_name))

    def neighbours(self, city: City) -> list[tuple[City, float]]:
        """The nearest other cities with their distance in kilometres, nearest first."""
        x, y, z = city.point
        others = ((one.point[0] * x + one.point[1] * y + one.point[2] * z, one) for one in self.cities if one != city)
        nearest = heapq.nlargest(NEIGHBOURS, others, key=lambda pair: (pair[0], pair[1].slugs))
        return [(one, km_from_dot(dot)) for dot, one in nearest]


def draw_atlas(session: Session) -> Atlas:
    """Read the public places once, grouped by the database."""
    spellings = session.execute(
        select(
            PublicLocation.city,
            PublicLocation.region,
            PublicLocation.country,
            func.count(PublicLocation.listing_id.distinct()),
            func.sum(PublicLocation.x),
            func.sum(PublicLocation.y),
            func.sum(PublicLocation.z),
            func.min(PublicLocation.lat),
            func.min(PublicLocation.lon),
            func.max(PublicLocation.lat),
            func.max(PublicLocation.lon),
        ).group_by(PublicLocation.country, PublicLocation.region, PublicLocation.city)
    )
    found: dict[CitySlugs, City] = {}
    for name, region, country, listings, x, y, z, *edges in spellings:
        slugs = city_slugs(name, region, country)
        if slugs is not None:
            known = ((name, region),)
            called = name.strip(), region_name(country, region), country
            city = City(slugs, *called, listings, (x, y, z), known, Bounds(*edges))
            found[slugs] = _together(found.get(slugs), city)
    return Atlas(replace(city, point=_on_the_sphere(city.point)) for city in found.values())


def _together(known: City | None, other: City) -> City:
    """Two spellings of one city; the one that more listings use gives its name."""
    if known is None:
        return other
    first, second = sorted((known, other), key=lambda city: (-city.listings, not city.name.istitle(), city.name))
    return replace(
        first,
        listings=first.listings + second.listings,
        point=_sum(first.point, second.point),
        spellings=(*first.spellings, *second.spellings),
        bounds=_around(first.bounds, second.bounds),
    )


def _around(one: Bounds, other: Bounds) -> Bounds:
    return Bounds(*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))


def _sum(*points: Sequence[float]) -> tuple[float, float, float]:
    x, y, z = (sum(values) for values in zip(*points, strict=True))
    return x, y, z


def _on_the_sphere(point: tuple[float, float, float]) -> tuple[float, float, float]:
    length = math.hypot(*point) or 1.0
    return point[0] / length, point[1] / length, point[2] / length


def _areas(cities: Iterable[City], of: Callable[[City], tuple[str, str]]) -> list[Area]:
    """The cities by what they lie in, both by name."""
    inside: dict[str, list[City]] = {}
    names: dict[str, str] = {}
    for city in cities:
        word, name = of(city)
        inside.setdefault(word, []).append(city)
        names.setdefault(word, name)
    return sorted((Area(word, names[word], tuple(inside[word])) for word in inside), key=lambda area: area.slug)
