"""What clients report after a session, the codes that let them, and what keeps the two apart.

No row says which code brought which confirmation, and none holds who sent it: a network is kept as a hash under a salt
that is deleted the next day.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, JSONList, JSONValue, stored_by_value
from .listing import Listing


class ConfirmationSheet(Base):
    """Codes that a therapist made together. They run out together; the codes themselves are kept only as hashes.

    `key_hash` names the form that made it, so that the same form sent twice is one sheet. `network` is that of the
    therapist on the day the sheet was made.
    """

    __tablename__ = "confirmation_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[int]
    made_on: Mapped[date]
    expires_on: Mapped[date]
    closed_on: Mapped[date | None]
    network: Mapped[str | None] = mapped_column(String(64))

    listing: Mapped[Listing] = relationship()
    codes: Mapped[list[ConfirmationCode]] = relationship(
        back_populates="sheet", order_by="ConfirmationCode.id", cascade="all, delete-orphan"
    )


class ConfirmationCode(Base):
    """One code, as a hash. It is spent by one confirmation, or closed by its therapist."""

    __tablename__ = "confirmation_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("confirmation_sheet.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    spent: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)

    sheet: Mapped[ConfirmationSheet] = relationship(back_populates="codes")


class ConfirmationState(StrEnum):
    """Where a confirmation stands."""

    WAITING = "waiting"
    HELD = "held"
    COUNTED = "counted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Confirmation(Base):
    """The facts of one session: choices by question and the month, nothing about who sent them.

    `received_at` is cut to the hour. It, `key` and `receipt_hash` are erased when the time to withdraw is over, and
    `network` the next day. `ready_on` is the day from which it may be counted; `tripped` names the patterns for which
    it was or is held.
    """

    __tablename__ = "confirmation"
    __table_args__ = (Index("ix_confirmation_state", "state", "ready_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    month: Mapped[date]
    answers: Mapped[JSONValue] = mapped_column(default=dict)
    state: Mapped[ConfirmationState] = mapped_column(stored_by_value(ConfirmationState))
    ready_on: Mapped[date]
    received_at: Mapped[datetime | None]
    key: Mapped[str | None] = mapped_column(String(40), unique=True)
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    network: Mapped[str | None] = mapped_column(String(64))
    tripped: Mapped[JSONList] = mapped_column(default=list)

    listing: Mapped[Listing] = relationship()


class DaySalt(Base):
    """The salt under which networks are compared on one day. Deleted with the hashes the next day."""

    __tablename__ = "day_salt"

    day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))
