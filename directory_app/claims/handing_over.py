"""The one place where a listing changes hands."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from .. import audit, publishing
from ..models import Account, Listing, Message


def hand_over(session: Session, listing: Listing, account: Account) -> None:
    """Make this the listing of this account. What was private to an owner before does not go along.

    A draft the account has begun and written nothing into makes room. Contact and everything approved stay as they are
    until the new owner changes them.
    """
    before = listing.account
    if account.listing is not None and account.listing.id != listing.id:
        session.delete(account.listing)
        session.flush()
    if before is not None:
        _clear_private(session, listing)
    listing.account = account
    session.flush()
    session.refresh(account, ["listing"])
    audit.record(
        session,
        "listing",
        listing.id,
        account,
        "changed_hands",
        target_name=listing.slug or "",
        before={"account_id": before.id if before else None},
        after={"account_id": account.id},
    )
    publishing.refresh(session, listing)


def _clear_private(session: Session, listing: Listing) -> None:
    """Delete the inbox, versions that nobody approved, and private addresses of the owner before."""
    session.execute(delete(Message).where(Message.listing_id == listing.id))
    working = listing.working
    if working is not None and working is not listing.approved:
        listing.revisions.remove(working)
    for revision in listing.revisions:
        for place in revision.locations:
            if place.privacy != "exact":
                place.street, place.private_lat, place.private_lon = "", place.public_lat, place.public_lon
    session.flush()
