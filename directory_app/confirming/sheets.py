"""Making and closing codes. What a therapist may still make never depends on which codes were used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import audit, locking
from ..errors import IllegalMove
from ..jurisdictions import forbids_testimonials
from ..models import Account, ConfirmationCode, ConfirmationSheet, Listing, ListingState, now
from . import networks
from .codes import hashed, make_code

SIZES = (1, 8, 16, 24)
VALID_FOR = timedelta(days=120)
# One pair of hands gives 20 to 30 sessions a week; twice that leaves room for cards that are lost or not used.
WEEK = timedelta(days=7)
MOST_IN_A_WEEK = 60
# 120 days of a full week of sessions.
MOST_VALID = 500


class TooManyCodes(Exception):
    """More codes were asked for than may be made now; `left` may."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} codes may be made now")
        self.left = left


@dataclass(frozen=True)
class Maker:
    """Who makes codes, from which network, and the secret under which codes are made and stored."""

    account: Account
    network: str
    secret: str


def can_make(session: Session, listing: Listing) -> bool:
    """Whether this listing may have codes: it is public, and no rule of its places forbids testimonials."""
    approved = listing.approved
    if listing.state is not ListingState.PUBLISHED or approved is None:
        return False
    return forbids_testimonials(session, approved) is None


def left(session: Session, listing: Listing) -> int:
    """How many codes may be made now."""
    today = now().date()
    sheets = select(func.coalesce(func.sum(ConfirmationSheet.number), 0)).where(
        ConfirmationSheet.listing_id == listing.id
    )
    of_week = session.scalar(sheets.where(ConfirmationSheet.made_on > today - WEEK)) or 0
    valid = session.scalar(sheets.where(ConfirmationSheet.expires_on >= today, ConfirmationSheet.closed_on.is_(None)))
    return max(0, min(MOST_IN_A_WEEK - of_week, MOST_VALID - (valid or 0)))


def sheets_of(session: Session, listing: Listing) -> list[ConfirmationSheet]:
    """The sheets that have not run out and are not closed, the newest first."""
    return list(
        session.scalars(
            select(ConfirmationSheet)
            .where(
                ConfirmationSheet.listing_id == listing.id,
                ConfirmationSheet.expires_on >= now().date(),
                ConfirmationSheet.closed_on.is_(None),
            )
            .order_by(ConfirmationSheet.id.desc())
        )
    )


def make_sheet(session: Session, listing: Listing, maker: Maker, number: int, key: str) -> ConfirmationSheet:
    """Make so many codes; the sheet that is there when this form was sent before.

    Raises IllegalMove where codes cannot be made, TooManyCodes when the limit is reached.
    """
    locking.hold(session, listing)
    key_hash = hashed(maker.secret, "sheet", key)
    known = session.scalars(select(ConfirmationSheet).where(ConfirmationSheet.key_hash == key_hash)).one_or_none()
    if known is not None and known.listing_id == listing.id:
        return known
    if not can_make(session, listing):
        raise IllegalMove("listing", listing.state, "confirmed by clients")
    if number > (room := left(session, listing)):
        raise TooManyCodes(room)
    today = now().date()
    sheet = ConfirmationSheet(
        listing_id=listing.id,
        key_hash=key_hash,
        number=number,
        made_on=today,
        expires_on=today + VALID_FOR,
        network=networks.of_today(session, maker.network, maker.secret),
        codes=[
            ConfirmationCode(code_hash=hashed(maker.secret, "code", one)) for one in codes_of(maker.secret, key, number)
        ],
    )
    session.add(sheet)
    session.flush()
    _record(session, listing, maker.account, "codes_made", sheet, number)
    return sheet


def codes_of(secret: str, key: str, number: int) -> list[str]:
    """The codes of the sheet that this key made."""
    return [make_code(secret, key, place) for place in range(1, number + 1)]


def sheet_of_key(session: Session, listing: Listing, secret: str, key: str) -> ConfirmationSheet | None:
    """The sheet that this key made for this listing, while it is neither closed nor run out."""
    key_hash = hashed(secret, "sheet", key)
    return next((one for one in sheets_of(session, listing) if one.key_hash == key_hash), None)


def close_sheet(session: Session, listing: Listing, who: Account, sheet: ConfirmationSheet) -> None:
    """Close all codes of a sheet; nothing happens to one that is closed."""
    locking.hold(session, sheet)
    if sheet.closed_on is None:
        sheet.closed_on = now().date()
        _record(session, listing, who, "codes_closed", sheet, sheet.number)


def close_code(session: Session, listing: Listing, who: Account, code: str, secrets: Sequence[str]) -> None:
    """Close one code of this listing, made under one of these secrets.

    What comes back never tells whether it was open: that would tell who answered.
    """
    hashes = [hashed(one, "code", code) for one in secrets]
    found = session.scalars(
        select(ConfirmationCode)
        .join(ConfirmationCode.sheet)
        .where(ConfirmationCode.code_hash.in_(hashes), ConfirmationSheet.listing_id == listing.id)
    ).one_or_none()
    if found is not None:
        found.closed = True
        _record(session, listing, who, "code_closed", found.sheet, 1)


def _record(
    session: Session, listing: Listing, who: Account, action: str, sheet: ConfirmationSheet, number: int
) -> None:
    facts = {"sheet_id": sheet.id, "number": number}
    audit.record(session, "listing", listing.id, who, action, target_name=listing.slug or "", after=facts)
