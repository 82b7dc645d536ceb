"""What letters of decisions say, and the short one that corrects a letter when a decision is undone."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from .. import mail, versions
from ..casework import withdraw_letter
from ..choices import PARTS
from ..models import Act, Decision, DecisionKind, ListingState, OutgoingMail, Reason


def tell(session: Session, decision: Decision, address: str) -> OutgoingMail:
    """Write the letter of a decision. `address` begins the links to the site."""
    revision = decision.revision
    listing = revision.listing
    reason = session.get(Reason, decision.reason_slug) if decision.reason_slug else None
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
        suspended=listing.state is ListingState.SUSPENDED and decision.kind is not DecisionKind.SUSPEND,
    )


def take_back(session: Session, act: Act, standing: str, address: str, *, to: str = "", private: bool = False) -> bool:
    """Call the letter of an act back, or write a short one that corrects it; returns whether one was written.

    `standing` says in a sentence what holds now.
    """
    left = withdraw_letter(session, act.letter_id)
    if left is None:
        return False
    letter = mail.write(
        session,
        to or left.recipient,
        "taken_back",
        private=private,
        subject_of_letter=left.subject,
        day=day(left.created_at.date()),
        standing=standing,
        address=address,
    )
    if private:
        letter.listing_id = act.listing_id
    return True


def day(when: date) -> str:
    """A day as letters write it: 3 March 2026."""
    return f"{when.day} {when:%B %Y}"
