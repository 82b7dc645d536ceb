"""The place of work of a version: looked up once, its public point kept as long as the place stays the same."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..models import Location, Privacy, Revision
from ..places import locate, public_point
from .facts import PlaceOfWork

ADDRESS = ("street", "city", "region", "postal_code", "country")
KEPT = (
    *ADDRESS,
    "privacy",
    "private_lat",
    "private_lon",
    "public_lat",
    "public_lon",
    "public_label",
    "mobile_radius_km",
)


def save_location(session: Session, revision: Revision, place: PlaceOfWork) -> None:
    """Make `place` the one place of this version, with a public point of its own. Raises UnknownPlace."""
    found = locate(session, place.city, place.region, place.postal_code, place.country)
    privacy = Privacy(place.privacy)
    lat, lon = public_point(privacy, found.lat, found.lon, (found.lat, found.lon))
    location = Location(
        **{name: getattr(place, name) for name in ADDRESS},
        privacy=privacy,
        private_lat=found.lat,
        private_lon=found.lon,
        public_lat=lat,
        public_lon=lon,
        public_label=label(place),
        mobile_radius_km=place.mobile_radius_km if privacy is Privacy.MOBILE else None,
    )
    revision.locations.clear()
    session.flush()
    revision.locations.append(location)


def copy_location(source: Location) -> Location:
    """The same place for another version, with the same public point: it is never made again."""
    return Location(position=source.position, **{name: getattr(source, name) for name in KEPT})


def label(place: PlaceOfWork) -> str:
    """What visitors read for a place, by its privacy."""
    town = ", ".join(part for part in (place.city, place.region) if part)
    if place.country not in {"US", "CA"}:
        town = ", ".join(part for part in (place.city, COUNTRY_NAMES.get(place.country, place.country)) if part)
    if place.privacy == Privacy.EXACT and place.street:
        return ", ".join(part for part in (place.street, f"{town} {place.postal_code}".strip()) if part)
    if place.privacy == Privacy.POSTAL_CODE and place.postal_code:
        return f"{town} {outward(place)}"
    return town


def outward(place: PlaceOfWork) -> str:
    """The part of a postal code that names an area: the first half where codes have two halves."""
    return place.postal_code.split()[0] if place.country in {"CA", "GB", "IE"} else place.postal_code.split("-")[0]


COUNTRY_NAMES = {"GB": "United Kingdom", "IE": "Ireland", "AU": "Australia", "NZ": "New Zealand"}
