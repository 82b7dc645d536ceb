"""Which public listings stand under the rules of a place: by its code, such as US-AZ, or by its name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select

from ..models import Jurisdiction, PublicListing, PublicLocation


def listed_in(codes: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a public listing works in one of the places with these codes."""
    places = []
    for code in codes:
        country, _, region = code.partition("-")
        named = select(Jurisdiction.name).where(Jurisdiction.code == code).scalar_subquery()
        inside = or_(func.upper(PublicLocation.region) == region, PublicLocation.region == named)
        places.append(and_(PublicLocation.country == country, inside) if region else PublicLocation.country == country)
    return PublicListing.listing_id.in_(select(PublicLocation.listing_id).where(or_(*places)))
