"""The place of work of a version: looked up once, its public point kept as long as the place stays the same."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from .models import Location, Privacy
from .places import FoundPlace, UnknownPlace, countries, locate, public_point
from .places.countries import regions
from .places.point import REGION_DECIDES, middle_of_cell

ADDRESS = ("street", "city", "region", "postal_code", "country")
WHERE = ("city", "region", "postal_code", "country")
REGION_IN_ADDRESS = frozenset({"US", "CA"})
# How many signs of a postal code name an area, where people also write the rest behind them without a space.
AREA_OF_CODE = {"US": 5, "CA": 3, "IE": 3, "NL": 4, "JP": 3, "BR": 5, "PT": 4, "PL": 2}
BRITISH_CODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
BRITISH_END = 3
LONGEST_AREA = 5


@dataclass(frozen=True)
class PlaceOfWork:
    """Where, and how much of it visitors may see. `mobile_radius_km` only counts for those who travel."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = "US"
    privacy: str = "area"
    mobile_radius_km: float | None = None


def find(session: Session, place: PlaceOfWork) -> FoundPlace | None:
    """The middle of the place; None while neither a town nor a postal code is given. Raises UnknownPlace."""
    if not (place.city or place.postal_code):
        return None
    return locate(session, place.city, place.region, place.postal_code, place.country)


def completed(place: PlaceOfWork, found: FoundPlace | None) -> PlaceOfWork:
    """The place with what follows from its postal code or town, and without a radius where nobody travels."""
    travels = place.privacy == Privacy.MOBILE
    return replace(
        place,
        city=place.city or (found.city if found else ""),
        region=_region(place, found),
        mobile_radius_km=place.mobile_radius_km if travels else None,
    )


def _region(place: PlaceOfWork, found: FoundPlace | None) -> str:
    """The region as typed; where it decides, as rules and pages of places know it: “florida” and “Fla.” are FL.

    One that is no state at all, beside a postal code, gives way to the state of the code.
    """
    if found is None or not found.region or (place.region and place.country not in REGION_DECIDES):
        return place.region
    name = next((one.name for one in regions(place.country) if one.code == found.region), "")
    return place.region if place.region in {found.region, name} - {""} else found.region


def make_location(place: PlaceOfWork, found: FoundPlace | None) -> Location:
    """A row for `place` with the one point that visitors may see; without a point while the place is not known."""
    privacy = Privacy(place.privacy)
    middle = (found.lat, found.lon) if found else (None, None)
    public = public_point(privacy, found.lat, found.lon, (found.lat, found.lon)) if found else (None, None)
    return Location(
        **{name: getattr(place, name) for name in ADDRESS},
        privacy=privacy,
        private_lat=middle[0],
        private_lon=middle[1],
        public_lat=public[0],
        public_lon=public[1],
        public_label=label(place),
        mobile_radius_km=place.mobile_radius_km,
    )


def spelt_otherwise() -> Select[Location]:
    """Places that may have been saved by an earlier release: a region that is none, a postal code shown in full."""
    known = {country: {name for one in regions(country) for name in (one.code, one.name)} for country in REGION_DECIDES}
    no_region = (and_(Location.country == country, Location.region.not_in(names)) for country, names in known.items())
    in_full = and_(
        Location.privacy == Privacy.POSTAL_CODE,
        func.length(Location.postal_code) > LONGEST_AREA,
        Location.public_label.endswith(Location.postal_code),
    )
    return select(Location).where(or_(*no_region, in_full))


def spell_again(session: Session, location: Location) -> bool:
    """Write region and label of a place as they would be written if it were saved today; whether they are others now.

    Its points stay. A place that is not known keeps its region until its therapist saves it.
    """
    facts = {name: getattr(location, name) for name in (*ADDRESS, "mobile_radius_km")}
    place = PlaceOfWork(**facts, privacy=location.privacy)
    with suppress(UnknownPlace):
        place = replace(place, region=_region(place, find(session, place)))
    changed = (place.region, label(place)) != (location.region, location.public_label)
    location.region, location.public_label = place.region, label(place)
    return changed


def same_address(location: Location, place: PlaceOfWork) -> bool:
    """Whether a place still lies where it lay: its points are then kept as they are, for good."""
    return all(getattr(location, name) == getattr(place, name) for name in WHERE)


def change_location(location: Location, place: PlaceOfWork, found: FoundPlace | None) -> None:
    """Write `place` into its row. Only what makes the public point makes it anew: a new address or another privacy."""
    moved = not same_address(location, place)
    hidden_otherwise = location.privacy != place.privacy
    for name in (*ADDRESS, "mobile_radius_km"):
        setattr(location, name, getattr(place, name))
    location.privacy, location.public_label = Privacy(place.privacy), label(place)
    if moved or location.private_lat is None:
        location.private_lat, location.private_lon = (found.lat, found.lon) if found else (None, None)
    if moved or hidden_otherwise or location.public_lat is None:
        location.public_lat, location.public_lon = _public(location, found)


def _public(location: Location, found: FoundPlace | None) -> tuple[float | None, float | None]:
    """The public point; of a town that is no longer known by its name, the cell around it still hides it."""
    lat, lon = location.private_lat, location.private_lon
    if lat is None or lon is None:
        return None, None
    return public_point(location.privacy, lat, lon, (found.lat, found.lon) if found else middle_of_cell(lat, lon))


def label(place: PlaceOfWork) -> str:
    """What visitors read for a place, by its privacy."""
    behind = place.region if place.country in REGION_IN_ADDRESS else country_name(place.country)
    town = ", ".join(part for part in (place.city, behind) if part)
    if place.privacy == Privacy.EXACT and place.street:
        return ", ".join(part for part in (place.street, f"{town} {place.postal_code}".strip()) if part)
    if place.privacy == Privacy.POSTAL_CODE and place.postal_code:
        return f"{town} {outward(place)}"
    return town


def outward(place: PlaceOfWork) -> str:
    """The part of a postal code that names an area, however it is written: LS6 of "ls63aa", 97214 of "97214 1234"."""
    signs = "".join(one for one in place.postal_code if one.isalnum()).upper()
    if place.country == "GB":
        # The last three name a few houses. Whoever writes the first half alone writes four signs at most.
        return signs[:-BRITISH_END] if BRITISH_CODE.fullmatch(signs) else place.postal_code.partition(" ")[0].upper()
    most = AREA_OF_CODE.get(place.country)
    return signs[:most] if most else place.postal_code.split("-")[0]


def country_name(code: str) -> str:
    """The name of a country in English; the code where it is not known."""
    return next((country.name for country in countries() if country.code == code), code)
