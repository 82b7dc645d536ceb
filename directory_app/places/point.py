"""From an address to the point that the public may see. There is no geocoder: addresses become middles of areas."""

from __future__ import annotations

import math
from dataclasses import replace

from sqlalchemy.orm import Session

from ..models import Privacy
from ..models.place import PostalCode
from .countries import regions
from .distance import EARTH_RADIUS_KM, Point, great_circle_km
from .folding import LONGEST_TEXT, clean, fold
from .found import FoundPlace, UnknownPlace, found_city, found_code, label_of_code
from .post_office import post_office_town
from .postal import code_in, codes_known
from .postal_towns import postal_town
from .readings import Typed, fit_of, name_readings
from .suggest import suggestions

CELL_KM = 2.0
# Half the diagonal of a cell: the smallest circle that holds one.
CELL_REACH_KM = CELL_KM / math.sqrt(2)
# Nobody publishes how large each postal code is. Most that people live in are about this far from middle to edge.
POSTAL_REACH_KM = 5.0
# What a map calls a place of which only the town is known, and about how far most of a town lies from its middle.
TOWN = "town"
TOWN_REACH_KM = 8.0
REGION_DECIDES = frozenset({"US", "CA", "AU"})
# Further from its town than this, a postal code belongs to another one of the same state.
FARTHEST_FROM_TOWN_KM = 60.0
_ROWS = round(math.pi * EARTH_RADIUS_KM / CELL_KM)
_DECIMALS = 5


class PostalCodeElsewhere(UnknownPlace):
    """The `postal_code` of an address lies in `town`, in another state or far from the town that was given."""

    def __init__(self, code: PostalCode) -> None:
        super().__init__(code.code, (label_of_code(code),))
        self.postal_code = code.code
        self.town = f"{code.city}, {code.region}"
        self.country = code.country


def public_point(privacy: Privacy, private_lat: float | None, private_lon: float | None, postal_point: Point) -> Point:
    """The one point in degrees that leaves the directory, for a private point and the middle of its postal code.

    Exact shows the private point; area the middle of its cell in a grid of about 2 km; postal code and mobile the
    middle of the postal code or city, as does any place without a private point of its own. Nothing is random: the
    same place always gives the same point, so that asking often tells no more than asking once.
    """
    if private_lat is None or private_lon is None or privacy in {Privacy.POSTAL_CODE, Privacy.MOBILE}:
        return postal_point
    if privacy is Privacy.EXACT:
        return private_lat, private_lon
    return middle_of_cell(private_lat, private_lon)


def middle_of_cell(lat: float, lon: float) -> Point:
    """Middle, in degrees, of the grid cell around a point; the same for every point of the cell.

    Rows are 2 km high. Each is cut into as many cells of 2 km as fit around the earth at its middle latitude.
    """
    height = 180 / _ROWS
    row = min(int((lat + 90) / height), _ROWS - 1)
    middle = (row + 0.5) * height - 90
    columns = max(1, round(2 * math.pi * EARTH_RADIUS_KM * math.cos(math.radians(middle)) / CELL_KM))
    width = 360 / columns
    column = int(((lon + 180) % 360) / width) % columns
    return round(middle, _DECIMALS), round((column + 0.5) * width - 180, _DECIMALS)


def kind_on_map(privacy: str, country: str) -> str:
    """What a map shows of a place: its privacy, or `TOWN` where no more than the middle of its town is known at all."""
    return privacy if codes_known(country) or privacy == Privacy.MOBILE else TOWN


def reach_km(kind: str, point: Point, mobile_radius_km: float | None) -> float:
    """Radius in kilometres of the circle around a public point in degrees within which a map draws a place.

    `kind` is that of `kind_on_map`. Exact: 0, the address itself is public. Area: the circle that holds the grid cell.
    Postal code, and an area whose point is no middle of a cell: a circle about as large as a postal code. Mobile: how
    far the therapist travels, or else the same circle. Town: a circle about as large as a town.
    """
    if kind == Privacy.EXACT:
        return 0.0
    if kind == TOWN:
        return TOWN_REACH_KM
    if kind == Privacy.MOBILE and mobile_radius_km:
        return mobile_radius_km
    in_a_cell = kind == Privacy.AREA and middle_of_cell(*point) == point
    return CELL_REACH_KM if in_a_cell else POSTAL_REACH_KM


def worth_saying_km(km: float, country: str) -> float | None:
    """A distance in kilometres to a public point, or None where the place may as well lie nearer or farther.

    That is inside a town of which only the middle is known.
    """
    return km if codes_known(country) or km > TOWN_REACH_KM else None


def locate(session: Session, city: str, region: str, postal_code: str, country: str) -> FoundPlace:
    """The middle of an address's postal code where its country's codes are known (US, CA), else of its city.

    Without a city, a British or Irish code is in the town that its area belongs to. No street is ever looked up and
    nothing is sent anywhere. `country` is two letters; `region` a name or its abbreviation, which in countries of few
    abbreviations only decides between cities of one name. Raises UnknownPlace, with suggestions; PostalCodeElsewhere
    where the code contradicts the state or the town.
    """
    words, behind = tuple(_folded(city).split()), (_folded(region), _folded(country))
    code = code_in(session, country, postal_code)
    if code is not None:
        if _in_another_region(code, behind[0]) or _far_from_town(session, code, words):
            raise PostalCodeElsewhere(code)
        return found_code(code)
    words = words or _words_of_code(postal_code, country)
    within = Typed(words, tuple(part for part in behind if part))
    for typed in (within, Typed(words, behind[1:]))[: 1 if country in REGION_DECIDES else 2]:
        found = _city(session, typed, country) or _town(session, typed, country)
        if found is not None:
            return found
    raise UnknownPlace(city[:LONGEST_TEXT], suggestions(session, within.key, within) if words else ())


def region_spelt(country: str, region: str) -> str:
    """A state or province as rules know it: “oregon”, “Ore.” and “O.R.” are OR. Else as it was given.

    A name in full stays, and so does what names none, or several.
    """
    if any(region in {one.code, one.name} for one in regions(country)):
        return region
    named = _regions_named(country, _folded(region))
    return named.pop() if len(named) == 1 else region


def _words_of_code(postal_code: str, country: str) -> tuple[str, ...]:
    """The folded name of the town that a British or Irish code is in or near; none for what is no such code."""
    found = postal_town(clean(postal_code[:LONGEST_TEXT]))
    return tuple(fold(found.town).split()) if found and found.country == country else ()


def _in_another_region(code: PostalCode, region: str) -> bool:
    """Whether a folded region names a state or province, and not that of the code. What names none says nothing."""
    named = _regions_named(code.country, region)
    return bool(named) and code.region not in named


def _regions_named(country: str, region: str) -> set[str]:
    """The codes of all states and provinces that a folded text may name."""
    # Folding makes two words of N.Y.
    spelt = {region, region.replace(" ", "")} - {""}
    return {
        one.code
        for one in regions(country)
        if any(fit_of((typed,), one.code, one.name, one.country) for typed in spelt)
    }


def _far_from_town(session: Session, code: PostalCode, words: tuple[str, ...]) -> bool:
    """Whether the state of the code has such a town, and none near. A name that nobody knows may be a small place."""
    # The country codes of Canada, with a zero, reach over hundreds of kilometres.
    if not words or " ".join(words) == code.city_key or (code.country == "CA" and code.code[1] == "0"):
        return False
    typed = Typed(words, (fold(code.region), fold(code.country)))
    cities = [(row.lat, row.lon, row.key, row.country) for row in name_readings(session, typed)]
    points = [(lat, lon) for lat, lon, key, country in cities if (key, country) == (typed.key, code.country)]
    town = _town(session, typed, code.country)
    if town is not None and fold(town.city) == typed.key:
        points.append((town.lat, town.lon))
    here = (code.lat, code.lon)
    return bool(points) and all(great_circle_km(here, point) > FARTHEST_FROM_TOWN_KM for point in points)


def _city(session: Session, typed: Typed, country: str) -> FoundPlace | None:
    # A code such as CA is a country and a state: what was found must lie in the country.
    readings = (row for row in name_readings(session, typed) if row.key == typed.key)
    return next((found_city(row) for row in readings if row.country == country), None)


def _town(session: Session, typed: Typed, country: str) -> FoundPlace | None:
    town = post_office_town(session, typed)
    towns = (town, *town.others) if town else ()
    return next((replace(one, others=()) for one in towns if one.country == country), None)


def _folded(text: str) -> str:
    return fold(clean(text[:LONGEST_TEXT]))
