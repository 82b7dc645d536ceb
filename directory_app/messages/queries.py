"""What the inbox reads."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..mail import KEPT_AFTER_LEAVING
from ..models import Listing, Message, PublicListing, now
from ..pagination import Page

INBOX_SIZE = 20


def can_be_written_to(session: Session, listing: PublicListing) -> bool:
    """Whether a letter would reach anybody: one that nobody has claimed may have published no address."""
    return bool(session.get_one(Listing, listing.listing_id).letters_to)


def inbox(session: Session, listing: Listing, number: int = 1) -> Page[Message]:
    """The messages to this listing of the last 30 days, newest first."""
    kept = select(Message).where(Message.listing_id == listing.id, Message.created_at > now() - KEPT_AFTER_LEAVING)
    total = session.scalar(select(func.count()).select_from(kept.subquery())) or 0
    rows = session.scalars(
        kept.order_by(Message.created_at.desc(), Message.id.desc()).limit(INBOX_SIZE).offset((number - 1) * INBOX_SIZE)
    ).all()
    return Page(rows, number, INBOX_SIZE, total)
