"""What a therapist tells about a listing, step by step, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..models import Listing, Location, Revision
from ..workplaces import PlaceOfWork

__all__ = [
    "About",
    "Contact",
    "LicenceFacts",
    "PlaceOfWork",
    "Practical",
    "about_of",
    "contact_of",
    "licences_of",
    "place_from",
    "place_of",
    "practical_of",
]


@dataclass(frozen=True)
class About:
    """Who: the first step."""

    name: str = ""
    practice: str = ""
    pronouns: str = ""
    gender: str = ""
    credentials: str = ""
    bio: str = ""
    website: str = ""


@dataclass(frozen=True)
class Practical:
    """Techniques by slug and in own words, languages, prices as (minutes, amount, currency), and three plain facts.

    A fact that is None was not said.
    """

    techniques: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    prices: list[tuple[int, Decimal, str]] = field(default_factory=list)
    step_free: bool | None = None
    home_visits: bool | None = None
    receipts: bool | None = None
    own_techniques: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class LicenceFacts:
    """A licence as stated; `none_exists` says that the place of work licenses nobody."""

    number: str = ""
    board: str = ""
    region: str = ""
    expires_on: date | None = None
    none_exists: bool = False


@dataclass(frozen=True)
class Contact:
    """Facts that count at once, without review. Hours are {"mon": [["09:00", "17:00"]]}, `by_appointment` days."""

    phone: str = ""
    public_email: str = ""
    hours: dict[str, list[list[str]]] = field(default_factory=dict)
    accepting_clients: bool | None = None
    by_appointment: list[str] = field(default_factory=list)


def about_of(revision: Revision) -> About:
    """The first step as it is stored."""
    names = ("name", "practice", "pronouns", "gender", "credentials", "bio", "website")
    return About(**{name: getattr(revision, name) for name in names})


def place_of(revision: Revision) -> PlaceOfWork:
    """The first place as it is stored; an empty one before it was given."""
    return place_from(revision.locations[0]) if revision.locations else PlaceOfWork()


def place_from(place: Location) -> PlaceOfWork:
    """A place as it was given."""
    return PlaceOfWork(
        street=place.street,
        city=place.city,
        region=place.region,
        postal_code=place.postal_code,
        country=place.country,
        privacy=place.privacy.value,
        mobile_radius_km=place.mobile_radius_km,
    )


def practical_of(revision: Revision) -> Practical:
    """Techniques, languages, prices and plain facts as they are stored."""
    return Practical(
        techniques=list(revision.techniques),
        own_techniques=list(revision.own_techniques),
        languages=list(revision.languages),
        prices=[(price.minutes, price.amount, price.currency) for price in revision.prices],
        step_free=revision.step_free,
        home_visits=revision.home_visits,
        receipts=revision.receipts,
    )


def licences_of(listing: Listing) -> list[LicenceFacts]:
    """Licences as they are stated."""
    names = ("number", "board", "region", "expires_on", "none_exists")
    return [LicenceFacts(**{name: getattr(one, name) for name in names}) for one in listing.licences]


def contact_of(listing: Listing) -> Contact:
    """What counts at once, as it is stored."""
    return Contact(
        phone=listing.phone,
        public_email=listing.public_email,
        hours=dict(listing.hours),
        by_appointment=list(listing.by_appointment),
        accepting_clients=listing.accepting_clients,
    )
