"""The way back from an accepted and from a refused claim. Nothing here commits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import publishing
from ..casework import LATER, listing_of, moment_of, take_back_letters, way_back
from ..models import PENDING, Account, Act, Claim, ClaimState, Listing, ListingState
from .actions import is_empty
from .handing_over import hand_over

OTHER_HANDS = "The listing has changed hands again since."
OWNER_GONE = "The account that had this listing before is gone, or has begun another listing since."
AGAIN = "They have claimed the listing again since: decide about that claim."
STANDING = "The listing belongs to whom it belonged before, and a moderator looks at the claim again."
WAITS = "A moderator looks at the claim again."
GROUP = "claims"


def _too_late_to_give_back(session: Session, act: Act) -> str:
    listing, before = listing_of(act), act.before
    if listing.account_id != before["given_to"]:
        return OTHER_HANDS
    approved = listing.approved
    if (approved.id if approved else None) != before["approved_id"]:
        return LATER
    if before["account_id"] is None:
        return ""
    owner = session.get(Account, before["account_id"])
    busy = owner is not None and owner.listing is not None and not is_empty(owner.listing)
    return OWNER_GONE if owner is None or busy else ""


@way_back("claim_accepted", "claims.case", "claim_id", group=GROUP, too_late=_too_late_to_give_back)
def _accepted(session: Session, act: Act, address: str) -> None:
    """Who had the listing has it again, with everything private and the contact it had; the claims are open again."""
    listing, before = listing_of(act), act.before
    owner = session.get(Account, before["account_id"]) if before["account_id"] is not None else None
    back = hand_over(session, listing, owner)
    _contact_back(session, listing, act, back.get("contact") or before["contact"])
    for number, state in before["claims"].items():
        _open_again(session, int(number), state)
    session.flush()
    take_back_letters(session, act, STANDING, address)


def _too_late_to_open(session: Session, act: Act) -> str:
    claim = session.get(Claim, act.subject_id)
    if claim is None:
        return AGAIN
    newer = select(Claim.id).where(
        Claim.listing_id == claim.listing_id, Claim.account_id == claim.account_id, Claim.state.in_(PENDING)
    )
    return AGAIN if session.scalar(newer.limit(1)) is not None else ""


@way_back("claim_refused", "claims.case", "claim_id", group=GROUP, too_late=_too_late_to_open)
def _refused(session: Session, act: Act, address: str) -> None:
    """The claim waits again."""
    for number, state in act.before["claims"].items():
        _open_again(session, int(number), state)
    session.flush()
    take_back_letters(session, act, WAITS, address)


def _open_again(session: Session, number: int, state: str) -> None:
    claim = session.get(Claim, number)
    if claim is None or claim.is_pending:
        return
    was = ClaimState(state)
    # What was open would lapse by itself, or be decided by a code: now a person looks.
    claim.move_back(ClaimState.WAITING if was is ClaimState.OPEN else was)
    if claim.document is not None:
        claim.document.delete_on = None


def _contact_back(session: Session, listing: Listing, act: Act, contact: dict[str, Any]) -> None:
    """Contact as it was, and public or paused as it was: whoever took a listing over may have changed both at once."""
    for name, value in contact.items():
        setattr(listing, name, moment_of(value) if name.endswith("_at") else value)
    was = ListingState(act.before["listing_state"])
    if {was, listing.state} == {ListingState.PUBLISHED, ListingState.PAUSED}:
        listing.move(was)
        if was is ListingState.PAUSED:
            publishing.withdraw(session, listing)
        elif listing.approved is not None:
            publishing.publish(session, listing.approved)
    session.flush()
    publishing.refresh(session, listing)
