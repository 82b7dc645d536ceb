"""What visitors report about a listing and therapists about a message, and what came of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import EMAIL_LENGTH, Account
from .base import Base, now, stored_by_value
from .listing import Listing
from .message import Message
from .vocabulary import ReportReason

REPORT_NOTE_LENGTH = 2000
URGENT_PROMISE_DAYS = 1


def promised_by(urgent: bool, promise_days: int) -> date:
    """The day by which a moderator reads a report that comes in now."""
    days = min(URGENT_PROMISE_DAYS, promise_days) if urgent else promise_days
    return (now() + timedelta(days=days)).date()


class ReportOutcome(StrEnum):
    """What a moderator found."""

    ACTED = "acted"
    NO_GROUND = "no_ground"
    NOT_FOR_US = "not_for_us"


class Report(Base):
    """One report. `outcome` empty means that it is open; the address for an answer goes when it is closed.

    `key` was sealed into the form, so that the same form sent twice is one report. With `about_message` the therapist
    of the listing reports a message; moderators read it as long as it lives.
    """

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_open", "closed_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    reason_slug: Mapped[str] = mapped_column(ForeignKey("report_reason.slug"))
    key: Mapped[str] = mapped_column(String(40), unique=True)
    note: Mapped[str] = mapped_column(Text, default="")
    about_message: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), default="")
    due_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[ReportOutcome | None] = mapped_column(stored_by_value(ReportOutcome))
    outcome_note: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    listing: Mapped[Listing] = relationship()
    reason: Mapped[ReportReason] = relationship()
    message: Mapped[Message | None] = relationship(secondary="reported_message", viewonly=True)
    closed_by: Mapped[Account | None] = relationship()


class ReportedMessage(Base):
    """Which message a report is about. It goes with either of the two."""

    __tablename__ = "reported_message"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
