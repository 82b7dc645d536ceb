"""Everything a therapist has told so far, step by step, in words for the page that asks to check it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..choices import GENDERS, PRIVACY
from ..comparison import at_once
from ..customs import SYMBOLS
from ..models import Licence, Location, Privacy, Revision, SessionPrice, Technique
from ..places import unit_of
from ..places.distance import KM_PER_MILE
from ..workplaces import country_name

STEPS = {
    "about": "Who you are",
    "photo": "Photo",
    "place": "Where you work",
    "practical": "Techniques, prices, access",
    "contact": "Contact and hours",
    "licence": "Licences",
}
# The one fact of many lines.
TEXT = "About you"
YES_NO = {True: "Yes", False: "No", None: ""}


@dataclass(frozen=True)
class SummaryGroup:
    """A step with its facts as (term, value); an empty value was not given."""

    id: str
    label: str
    rows: list[tuple[str, str]]


def summary(revision: Revision, techniques: Iterable[Technique], *, in_letter: bool = False) -> list[SummaryGroup]:
    """The facts of a version and of its listing in the order of the steps.

    Letters pass through many hands and lie about for years, so a street that visitors do not see is left out of them.
    """
    rows = {
        "about": _about(revision),
        "photo": [("Photo", "Chosen" if revision.photo else "")],
        "place": _places(revision.locations, in_letter=in_letter),
        "practical": _practical(revision, {one.slug: one.name for one in techniques}),
        "contact": at_once(revision.listing),
        "licence": [("Licences", "; ".join(_licence(one) for one in revision.listing.licences))],
    }
    return [SummaryGroup(name, STEPS[name], facts) for name, facts in rows.items()]


def told(revision: Revision, techniques: Iterable[Technique]) -> list[tuple[str, str]]:
    """What was given of all that, but for the text, as one list of (term, value) for a letter."""
    rows = [row for group in summary(revision, techniques, in_letter=True) for row in group.rows]
    return [(term, value) for term, value in rows if value and term != TEXT]


def _about(revision: Revision) -> list[tuple[str, str]]:
    return [
        ("Name", revision.name),
        ("Practice", revision.practice),
        ("Letters after your name", revision.credentials),
        (TEXT, revision.bio),
        ("Website", revision.website),
        ("Gender", GENDERS.get(revision.gender, "")),
        ("Pronouns", revision.pronouns),
    ]


def _places(places: Sequence[Location], *, in_letter: bool) -> list[tuple[str, str]]:
    """Every place, numbered where there are several: each has a choice of its own about what visitors see."""
    if not places:
        return [("Address", ""), ("Visitors see", "")]
    if len(places) == 1:
        return _place(places[0], in_letter=in_letter)
    told_of = [_place(place, in_letter=in_letter) for place in places]
    return [(f"Place {n}: {term.lower()}", said) for n, rows in enumerate(told_of, 1) for term, said in rows]


def _place(place: Location, *, in_letter: bool) -> list[tuple[str, str]]:
    is_left_out = in_letter and bool(place.street) and place.privacy is not Privacy.EXACT
    parts = ("" if is_left_out else place.street, place.city, f"{place.region} {place.postal_code}".strip())
    address = ", ".join(part for part in (*parts, country_name(place.country)) if part)
    rows = [
        ("Address", f"{address} (the street is left out of letters)" if is_left_out else address),
        ("Your choice", PRIVACY[place.privacy.value]),
        ("Visitors see", place.public_label),
    ]
    return [*rows, ("You travel", _distance(place))] if place.mobile_radius_km is not None else rows


def _practical(revision: Revision, names: dict[str, str]) -> list[tuple[str, str]]:
    return [
        ("Techniques", ", ".join(str(names.get(slug, slug)) for slug in revision.techniques)),
        ("Techniques in your own words", ", ".join(revision.own_techniques)),
        ("Languages", ", ".join(revision.languages)),
        ("Prices", "; ".join(_price(price) for price in revision.prices)),
        ("Step-free access", YES_NO[revision.step_free]),
        ("Home visits", YES_NO[revision.home_visits]),
        ("Receipts for insurance", YES_NO[revision.receipts]),
    ]


def _price(price: SessionPrice) -> str:
    amount = f"{price.amount:.2f}".removesuffix(".00")
    return f"{price.minutes} minutes {SYMBOLS.get(price.currency, price.currency + ' ')}{amount}"


def _licence(one: Licence) -> str:
    if one.none_exists:
        return "No licence for massage exists where you work"
    ends = f"until {one.expires_on.day} {one.expires_on:%B %Y}" if one.expires_on else ""
    return ", ".join(part for part in (one.number, one.board, one.region, ends) if part)


def _distance(place: Location) -> str:
    in_miles = unit_of(place.country) == "mi"
    far = (place.mobile_radius_km or 0) / (KM_PER_MILE if in_miles else 1)
    return f"up to {far:.0f} {'miles' if in_miles else 'km'}"
