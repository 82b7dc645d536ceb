"""What an account of staff has a part in itself: its own listing, one that it claims, accounts that came with its own.

Nobody decides about these. Every act passes `note_act`, every undoing `undo`, every look `take`, and every page whose
address names a thing the marks of `access`; all of them ask here. Nothing here commits.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from ..errors import OwnListing
from ..models import (
    Account,
    Act,
    Appeal,
    BurstMember,
    CaseNote,
    Claim,
    Flag,
    HiddenField,
    Interview,
    Licence,
    LicenceCheck,
    Listing,
    Report,
    Revision,
)

# What addresses of staff call by its number, and the table that says which listing it is about.
_OF_A_LISTING: dict[str, Any] = {
    "act_id": Act,
    "appeal_id": Appeal,
    "check_id": LicenceCheck,
    "claim_id": Claim,
    "hidden_id": HiddenField,
    "interview_id": Interview,
    "licence_id": Licence,
    "note_id": CaseNote,
    "report_id": Report,
    "revision_id": Revision,
}
NAMES = frozenset({*_OF_A_LISTING, "listing_id", "flag_id", "burst_id"})


def not_own(me: Account, listing_id: Any) -> ColumnElement[bool]:
    """The condition that a listing, or none, is neither this account's nor one that it ever claimed."""
    mine = select(Listing.id).where(Listing.account_id == me.id)
    claimed = select(Claim.listing_id).where(Claim.account_id == me.id)
    return or_(listing_id.is_(None), and_(listing_id.not_in(mine), listing_id.not_in(claimed)))


def not_among(me: Account, burst_id: Any) -> ColumnElement[bool]:
    """The condition that a pattern of new accounts does not hold this account."""
    among: ColumnElement[bool] = burst_id.in_(select(BurstMember.burst_id).where(BurstMember.account_id == me.id))
    return ~among


def not_copied(me: Account) -> ColumnElement[bool]:
    """The condition that a flag names no text of this account's own listings as the one that was copied."""
    original = Flag.detail["revision_id"].as_integer()
    mine = select(Revision.id).join(Listing).where(~not_own(me, Listing.id))
    return or_(original.is_(None), original.not_in(mine))


def refuse_own(session: Session, me: Account, name: str, number: int) -> None:
    """Raise OwnListing for a thing of one's own, called by its number as in an address; other names mean nothing."""
    if name in NAMES and session.scalar(_own(me, name, number).limit(1)) is not None:
        raise OwnListing(f"{name} {number}", of_account=name == "burst_id")


def refuse_own_act(session: Session, me: Account | None, act: Act) -> None:
    """Raise OwnListing for an act about a listing that is one's own, or was until then; a job has none."""
    if me is None:
        return
    if act.before.get("account_id") == me.id:
        raise OwnListing(f"act {act.id}")
    if act.listing_id is not None:
        refuse_own(session, me, "listing_id", act.listing_id)
    else:
        refuse_own(session, me, f"{act.subject}_id", act.subject_id)


def _own(me: Account, name: str, number: int) -> Select[int]:
    if name == "burst_id":
        return select(BurstMember.burst_id).where(BurstMember.burst_id == number, ~not_among(me, BurstMember.burst_id))
    if name == "flag_id":
        # A copy has two sides: whose text was copied has a part in it as well.
        either = or_(~not_own(me, Revision.listing_id), ~not_copied(me))
        return select(Flag.id).join(Revision).where(Flag.id == number, either)
    own = select(Listing.id).where(~not_own(me, Listing.id))
    if name == "listing_id":
        return own.where(Listing.id == number)
    table = _OF_A_LISTING[name]
    return own.join(table, table.listing_id == Listing.id).where(table.id == number)
