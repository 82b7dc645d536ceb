"""What visitors write to a therapist through the directory, and what is answered there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import EMAIL_LENGTH
from .base import Base, now
from .listing import NAME_LENGTH

MESSAGE_LENGTH = 2000


class Message(Base):
    """One message, as the therapist's inbox shows it. It lives as long as the letter that carries it, and no longer.

    `key` was sealed into the form, so that the same form sent twice is one message. `shares_email` says that the
    visitor lets the therapist see the address; `sender` tells a blocked sender without an address.
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
    shares_email: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    asks_questions: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    sender: Mapped[str] = mapped_column(String(64), default="", server_default="")
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    replies: Mapped[list[Reply]] = relationship(back_populates="message", order_by="Reply.id", passive_deletes=True)


class Reply(Base):
    """An answer in the thread of a message, by the therapist or by the visitor. It goes with the message."""

    __tablename__ = "reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mail.id", ondelete="CASCADE"), unique=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    by_visitor: Mapped[bool]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)

    message: Mapped[Message] = relationship(back_populates="replies")


class BlockedSender(Base):
    """Somebody whose messages a listing does not take: a keyed digest of the address, from which it cannot be read."""

    __tablename__ = "blocked_sender"
    __table_args__ = (UniqueConstraint("listing_id", "sender"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    sender: Mapped[str] = mapped_column(String(64))
    blocked_at: Mapped[datetime] = mapped_column(default=now)
