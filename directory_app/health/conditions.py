"""The conditions behind the figures: which listings belong to a bar. Figures and lists both read them here.

All are conditions on `Listing`, but for those of a licence, which are conditions on `Licence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from ..models import (
    Jurisdiction,
    Licence,
    Listing,
    ListingState,
    PublicListing,
    PublicLocation,
    QuestionScore,
    Revision,
    RevisionState,
    Score,
    SessionPrice,
)
from ..publishing.ruled import listed_in

FIFTHS = 5
LICENCES = {
    "lapsed": "Check or licence has run out",
    "month": "Runs out within 30 days",
    "quarter": "Runs out within 31 to 90 days",
    "later": "Checked, and holds longer",
    "unchecked": "Stated, not checked",
}
MISSING = "missing"
FACTS = {"contact": "Phone and e-mail", "hours": "Hours", "prices": "Prices", "accepting": "New clients"}
NEVER = date(9999, 12, 31)


def public() -> ColumnElement[bool]:
    """Listings that visitors find."""
    return Listing.state == ListingState.PUBLISHED


def licence(kind: str, today: date) -> ColumnElement[bool]:
    """Which licences belong to a bar. Those that say that none exists belong to none."""
    real = not_(Licence.none_exists)
    unchecked = Licence.checked_at.is_(None)
    if kind == "unchecked":
        return and_(real, unchecked)
    spans = {
        "lapsed": (None, today),
        "month": (today, today + timedelta(days=31)),
        "quarter": (today + timedelta(days=31), today + timedelta(days=91)),
        "later": (today + timedelta(days=91), None),
    }
    first, behind = spans[kind]
    holds = [_holds(first)] if first else []
    ends = [not_(_holds(behind))] if behind else []
    return and_(real, not_(unchecked), *holds, *ends)


def _holds(day: date) -> ColumnElement[bool]:
    """Whether check and licence both hold on this day or have no end."""
    return and_(func.coalesce(Licence.checked_until, NEVER) >= day, func.coalesce(Licence.expires_on, NEVER) >= day)


def asks_for_number() -> Select[str]:
    """The codes of places where only licensed people may advertise, each time with their number."""
    return select(Jurisdiction.code).where(Jurisdiction.licence_number_in_listing, Jurisdiction.licensed_only)


def number_missing(codes: Sequence[str]) -> ColumnElement[bool]:
    """Public listings that work in one of these places and show no licence number."""
    return exists().where(PublicListing.listing_id == Listing.id, PublicListing.licence_line == "", listed_in(codes))


def stale(kind: str, before: datetime) -> ColumnElement[bool]:
    """Facts that a listing states and that were last known to hold before a moment; see `ageing`."""
    column = {
        "contact": Listing.contact_confirmed_at,
        "hours": Listing.hours_confirmed_at,
        "prices": Listing.prices_confirmed_at,
        "accepting": Listing.accepting_confirmed_at,
    }[kind]
    stated = {
        "contact": or_(Listing.phone != "", Listing.public_email != ""),
        "hours": or_(Listing.hours != {}, Listing.by_appointment != []),
        "prices": exists().where(SessionPrice.revision_id == Revision.id),
        "accepting": Listing.accepting_clients.is_not(None),
    }[kind]
    since = func.coalesce(column, Revision.decided_at, Listing.created_at)
    return and_(public(), Revision.state == RevisionState.APPROVED, stated, since <= before)


def is_stale(kind: str, before: datetime) -> ColumnElement[bool]:
    """The same as a condition on a listing alone."""
    return exists().where(Revision.listing_id == Listing.id, stale(kind, before))


def scored(question_id: str, fifth: int) -> ColumnElement[bool]:
    """Public listings whose answer to a question is worth so many fifths, from 0."""
    return exists().where(
        PublicListing.listing_id == Listing.id,
        Score.revision_id == PublicListing.revision_id,
        Score.current,
        QuestionScore.score_id == Score.id,
        QuestionScore.question_id == question_id,
        in_fifth(fifth),
    )


def in_fifth(fifth: int) -> ColumnElement[bool]:
    """Whether an estimate of 0 to 1 lies in a fifth; the last one holds its end."""
    above = QuestionScore.estimate >= fifth / FIFTHS
    return above if fifth == FIFTHS - 1 else and_(above, QuestionScore.estimate < (fifth + 1) / FIFTHS)


def working_in(country: str, region: str) -> ColumnElement[bool]:
    """Public listings with a place in a country, and where one is given in a region."""
    places = select(PublicLocation.listing_id).where(PublicLocation.country == country)
    return Listing.id.in_(places.where(func.upper(PublicLocation.region) == region.upper()) if region else places)


def on_level(level: str) -> ColumnElement[bool]:
    """Public listings whose answers are known so well."""
    return Listing.id.in_(select(PublicListing.listing_id).where(PublicListing.level == level))
