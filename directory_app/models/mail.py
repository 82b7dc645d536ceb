"""Letters that wait to be sent: written in the same transaction as what they tell of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now


class OutgoingMail(Base):
    """One letter. `sent_at` empty means that it still has to leave; at `forget_at` the row is deleted, if it is set.

    `once` deletes it as soon as it left. `listing_id` names the listing whose owner it tells of, so that it can be
    deleted with that listing, sent or not. `thread` is the key of the message in whose conversation it was written.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_waiting", "sent_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(255))
    reply_to: Mapped[str] = mapped_column(String(255), default="")
    subject: Mapped[str] = mapped_column(String(255))
    text: Mapped[str] = mapped_column(Text)
    once: Mapped[bool] = mapped_column(default=False, server_default=false())
    listing_id: Mapped[int | None] = mapped_column(index=True)
    thread: Mapped[str | None] = mapped_column(String(40), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    forget_at: Mapped[datetime | None] = mapped_column(index=True)
