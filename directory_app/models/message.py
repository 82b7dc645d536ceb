"""What visitors write to a therapist through the directory."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .account import EMAIL_LENGTH
from .base import Base, now
from .listing import NAME_LENGTH

MESSAGE_LENGTH = 2000


class Message(Base):
    """One message, as the therapist's inbox shows it. It lives as long as the letter that carries it, and no longer.

    `key` was sealed into the form, so that the same form sent twice is one message.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_inbox", "listing_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mail.id", ondelete="CASCADE"), unique=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
