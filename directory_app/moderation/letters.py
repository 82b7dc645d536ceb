"""What letters of decisions say."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from .. import mail, versions
from ..choices import PARTS
from ..models import Decision, DecisionKind, ListingState, OutgoingMail, Reason


def tell(session: Session, decision: Decision, address: str) -> OutgoingMail:
    """Write the letter of a decision. `address` begins the links to the site."""
    revision = decision.revision
    listing = revision.listing
    reason = session.get(Reason, decision.reason_slug) if decision.reason_slug else None
    is_edit = listing.approved not in (None, revision)
    return mail.write(
        session,
        listing.letters_to,
        f"decision_{decision.kind.value}",
        name=revision.name,
        letter=reason.letter if reason else "",
        note=decision.note,
        about=[(PARTS.get(one["where"], f"Question {one['where'][1:]}"), one["note"]) for one in decision.about],
        sent_back=[versions.part_of(key).label for key in decision.sent_back],
        appeal=f"{address}/my-listing/decisions/{decision.id or 'number'}/appeal",
        appeal_until=day(decision.appeal_until),
        my_listing=f"{address}/my-listing",
        profile=f"{address}/therapists/{listing.slug}" if listing.slug else f"{address}/my-listing",
        # A first version is public with its approval; the preview is written before it.
        was_public=listing.state in (ListingState.PUBLISHED, ListingState.DRAFT),
        is_edit=is_edit,
        is_public_meanwhile=is_edit and listing.state is ListingState.PUBLISHED,
        claimed=listing.account is not None,
        claim_page=f"{address}/therapists/{listing.slug}/claim" if listing.slug else "",
        suspended=listing.state is ListingState.SUSPENDED and decision.kind is not DecisionKind.SUSPEND,
    )


def tell_owner(session: Session, decision: Decision, address: str) -> OutgoingMail | None:
    """Write the letter of a decision; none where nobody has claimed the listing and it shows no address."""
    return tell(session, decision, address) if decision.revision.listing.letters_to else None


def day(when: date) -> str:
    """A day as letters write it: 3 March 2026."""
    return f"{when.day} {when:%B %Y}"
