"""What the pages of every day read."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Jurisdiction, PublicListing


def clients_may_be_named(session: Session, public: PublicListing) -> bool:
    """Whether reports of clients may stand in what advertises this listing, by the rules of where it works."""
    places = {(one.country, one.region.upper()) for one in public.locations}
    codes = {country for country, _ in places} | {f"{country}-{region}" for country, region in places}
    restricted = select(Jurisdiction.code).where(Jurisdiction.code.in_(codes), Jurisdiction.testimonials != "allowed")
    return session.scalars(restricted.limit(1)).first() is None
