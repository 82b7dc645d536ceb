"""The place of work of a version: looked up once, its public point kept as long as the place stays the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from .models import Location, Privacy
from .places import FoundPlace, countries, locate, public_point
from .places.countries import regions
from .places.point import REGION_DECIDES, middle_of_cell

ADDRESS = ("street", "city", "region", "postal_code", "country")
WHERE = ("city", "region", "postal_code", "country")
REGION_IN_ADDRESS = frozenset({"US", "CA"})
CODE_OF_TWO_HALVES = frozenset({"CA", "GB", "IE"})


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
    """The part of a postal code that names an area: the first half where codes have two halves."""
    separator = " " if place.country in CODE_OF_TWO_HALVES else "-"
    return place.postal_code.split(separator)[0]


def country_name(code: str) -> str:
    """The name of a country in English; the code where it is not known."""
    return next((country.name for country in countries() if country.code == code), code)
