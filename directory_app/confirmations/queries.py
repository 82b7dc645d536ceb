"""What a therapist's page of confirmations reads. Nothing here says which codes were used or who answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from .. import confirming, scorekeeping
from ..jurisdictions import forbids_testimonials
from ..models import ConfirmationSheet, Jurisdiction, Listing, ListingState, now
from ..scorekeeping import ClientReports


@dataclass(frozen=True)
class Standing:
    """What counts so far, and what can be made: nothing while the listing is not public or a rule forbids it."""

    is_public: bool
    forbidden_by: Jurisdiction | None
    reports: ClientReports | None
    left: int
    sheets: list[ConfirmationSheet]
    next_day: date

    @property
    def is_open(self) -> bool:
        """Whether codes can be made."""
        return self.is_public and self.forbidden_by is None


def standing(session: Session, listing: Listing) -> Standing:
    """Where a listing stands with confirmations."""
    shown = listing.approved or listing.working
    return Standing(
        is_public=listing.state is ListingState.PUBLISHED,
        forbidden_by=forbids_testimonials(session, shown) if shown else None,
        reports=scorekeeping.client_reports(session, listing),
        left=confirming.left(session, listing),
        sheets=confirming.sheets_of(session, listing),
        next_day=confirming.next_day(now().date()),
    )
