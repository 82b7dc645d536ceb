"""From an address to the point that the public may see. There is no geocoder: addresses become middles of areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from ..models import Privacy
from ..models.place import PostalCode
from .countries import country_named, regions
from .distance import EARTH_RADIUS_KM, Point, great_circle_km
from .folding import LONGEST_TEXT, clean, fold
from .found import FoundPlace, UnknownPlace, found_city, found_code, label_of_code
from .known_areas import outside_county, towns_in_county
from .post_office import post_office_town
from .postal import code_in, codes_known
from .postal_towns import postal_town, towns_of_codes
from .readings import NamedPlace, Typed, fit_of, name_readings, places_named
from .suggest import LARGE, suggestions

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
# British codes reach as far as that in thinly settled parts. Elsewhere another code's town is so many times as near.
NEARER_TO_ANOTHER = 3
# Their list of cities knows no counties. Far from all towns of one, a town of that name is another one.
COUNTIES_DECIDE = frozenset({"GB", "IE"})
_ROWS = round(math.pi * EARTH_RADIUS_KM / CELL_KM)
_DECIMALS = 5


class PostalCodeElsewhere(UnknownPlace):
    """The `postal_code` of an address lies in or near `town`, in another state or far from the town that was given."""

    def __init__(self, postal_code: str, town: str, country: str, label: str) -> None:
        super().__init__(postal_code, (label,))
        self.postal_code = postal_code
        self.town = town
        self.country = country


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

    Of British and Irish codes only the town is known that their area belongs to. It decides between cities of one name,
    and takes the place of one that is missing, unknown or far away. No street is ever looked up and nothing is sent
    anywhere. `country` is two letters; `region` a name or its abbreviation, which in countries of few abbreviations
    only decides between cities of one name. Raises UnknownPlace, with suggestions; PostalCodeElsewhere where the code
    contradicts the state or the town.
    """
    words, area, home = tuple(_folded(city).split()), _folded(region), _folded(country)
    code = code_in(session, country, postal_code)
    if code is not None:
        if _in_another_region(code, area) or _far_from_town(session, code, words):
            raise PostalCodeElsewhere(code.code, f"{code.city}, {code.region}", code.country, label_of_code(code))
        return found_code(code)
    within, alone = Typed(words, tuple(part for part in (area, home) if part)), Typed(words, (home,))
    surely = _cities(session, within, country) or _in_county(session, within, country)
    found = surely or _not_elsewhere(session, alone, area, country)
    near = _town_of_code(session, postal_code, country)
    if near is not None:
        return _weighed(session, found, near, clean(postal_code[:LONGEST_TEXT]), bool(surely))
    town = found_city(found[0]) if found else _town(session, within, country)
    if town is not None:
        return town
    raise _unknown(session, city, region, within, country)


def region_spelt(country: str, region: str) -> str:
    """A state or province as rules know it: “oregon”, “Ore.” and “O.R.” are OR. Else as it was given.

    A name in full stays, and so does what names none, or several.
    """
    if any(region in {one.code, one.name} for one in regions(country)):
        return region
    named = _regions_named(country, _folded(region))
    return named.pop() if len(named) == 1 else region


def _town_of_code(session: Session, postal_code: str, country: str) -> NamedPlace | None:
    """The town that a British or Irish code is in or near; None for what is no such code."""
    found = postal_town(clean(postal_code[:LONGEST_TEXT]))
    if found is None or found.country != country:
        return None
    return next(iter(_cities(session, Typed(tuple(fold(found.town).split()), (fold(country),)), country)), None)


def _weighed(session: Session, cities: Sequence[NamedPlace], near: NamedPlace, code: str, surely: bool) -> FoundPlace:
    """The city of the name that was typed that is nearest to the town of a code, or else that town.

    A village that no list holds may have the name of a larger place elsewhere; a large city is surely meant.
    """
    nearest = min(cities, key=lambda one: _apart_km(one, near), default=None)
    if nearest is not None and not _of_another_code(session, nearest, near):
        return found_city(nearest)
    if nearest is not None and surely and nearest.weight >= LARGE:
        raise PostalCodeElsewhere(code, near.name, near.country, near.label)
    return replace(found_city(near), near_code=code)


def _of_another_code(session: Session, city: NamedPlace, near: NamedPlace) -> bool:
    """Whether a city is far from the town of its code, and much nearer to that of another."""
    apart = _apart_km(city, near)
    if apart <= FARTHEST_FROM_TOWN_KM:
        return False
    others = places_named(session, [fold(name) for name in towns_of_codes(city.country)], city.country)
    return any(_apart_km(city, other) * NEARER_TO_ANOTHER < apart for other in others)


def _in_county(session: Session, typed: Typed, country: str) -> list[NamedPlace]:
    """Towns near those of the county that was typed behind their name."""
    if country in REGION_DECIDES:
        return []
    return [row for row in towns_in_county(session, typed) if (row.key, row.country) == (typed.key, country)]


def _not_elsewhere(session: Session, typed: Typed, area: str, country: str) -> list[NamedPlace]:
    """Cities of a name, whatever region was typed that the list does not know, unless it says where they are not."""
    if country in REGION_DECIDES or _abroad(session, typed.words, area, country):
        return []
    by_county = country in COUNTIES_DECIDE
    return [row for row in _cities(session, typed, country) if not (by_county and outside_county(session, row, area))]


def _abroad(session: Session, words: tuple[str, ...], area: str, country: str) -> str:
    """The label of a town of that name in the country that stands in place of a region: Saint-Denis, Réunion."""
    named = country_named(area)
    if named is None or named == country:
        return ""
    return next((row.label for row in _cities(session, Typed(words, (fold(named),)), named)), "")


def _unknown(session: Session, city: str, region: str, within: Typed, country: str) -> UnknownPlace:
    """What to say of an address that is not known, with places of its country; where its name is, with the region."""
    if not within.words:
        return UnknownPlace(city[:LONGEST_TEXT])
    known = region and _cities(session, Typed(within.words, (fold(country),)), country)
    abroad = _abroad(session, within.words, _folded(region), country)
    # Small towns are listed by name and county: "St Ives Cornwall".
    typed = Typed(within.words, within.parts[:1]) if country in COUNTIES_DECIDE else within
    meant = (abroad,) if abroad else suggestions(session, within.key, typed, country)
    return UnknownPlace((f"{city}, {region}" if known else city)[:LONGEST_TEXT], meant)


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


def _cities(session: Session, typed: Typed, country: str) -> list[NamedPlace]:
    # A code such as CA is a country and a state: what was found must lie in the country.
    rows = name_readings(session, typed) if typed.words else []
    return [row for row in rows if (row.key, row.country) == (typed.key, country)]


def _apart_km(one: NamedPlace, other: NamedPlace) -> float:
    return great_circle_km((one.lat, one.lon), (other.lat, other.lon))


def _town(session: Session, typed: Typed, country: str) -> FoundPlace | None:
    town = post_office_town(session, typed)
    towns = (town, *town.others) if town else ()
    return next((replace(one, others=()) for one in towns if one.country == country), None)


def _folded(text: str) -> str:
    return fold(clean(text[:LONGEST_TEXT]))
