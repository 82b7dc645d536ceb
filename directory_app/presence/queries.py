"""What the pages of every day read."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..jurisdictions import forbids_testimonials
from ..models import Listing, PublicListing, Revision


def clients_may_be_named(session: Session, public: PublicListing) -> bool:
    """Whether reports of clients may stand in what advertises this listing, by the rules of where it works."""
    return forbids_testimonials(session, session.get_one(Revision, public.revision_id)) is None


def country_of(listing: Listing) -> str:
    """Two letters of the country in which visitors find the therapist, by whose customs times are written."""
    places = listing.approved.locations if listing.approved else []
    return places[0].country if places else ""
