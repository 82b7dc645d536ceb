"""How large the directory is, for the start page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import PublicListing, PublicLocation


@dataclass(frozen=True)
class DirectorySize:
    """How many listings are public, and in how many countries they work."""

    listings: int
    countries: int


def directory_size(session: Session) -> DirectorySize:
    """Counts of public listings and of the countries of their places; both 0 for an empty directory."""
    listings = session.scalar(select(func.count()).select_from(PublicListing)) or 0
    countries = session.scalar(select(func.count(PublicLocation.country.distinct()))) or 0
    return DirectorySize(listings, countries)
