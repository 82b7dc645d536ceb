"""The one place where a listing changes hands."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from .. import audit, publishing
from ..models import Account, Listing
from .setting_aside import bring_back, set_aside


def hand_over(session: Session, listing: Listing, account: Account | None) -> dict[str, Any]:
    """Make this the listing of this account, or of nobody. What was private to an owner before does not go along.

    It lies aside and comes back if the listing does. A draft the account has begun and written nothing into makes room.
    Contact and everything approved stay as they are until the new owner changes them. Returns what had been set aside.
    """
    before = listing.account
    if account is not None and account.listing is not None and account.listing.id != listing.id:
        session.delete(account.listing)
        session.flush()
    if before is not None:
        set_aside(session, listing, before)
    listing.account = account
    session.flush()
    for one in (before, account):
        if one is not None:
            session.refresh(one, ["listing"])
    back = bring_back(session, listing, account) if account is not None else {}
    audit.record(
        session,
        "listing",
        listing.id,
        account,
        "changed_hands",
        target_name=listing.slug or "",
        before={"account_id": before.id if before else None},
        after={"account_id": account.id if account else None},
    )
    publishing.refresh(session, listing)
    return back
