"""What moderators leave on cases beside decisions: who looks at one, notes to each other, and how an act is undone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, JSONValue, now
from .listing import Listing
from .moderation import Decision

CASE_NOTE_LENGTH = 2000


class CaseLook(Base):
    """Who looks at a case, so that a colleague takes another one. It hinders nobody and runs out at `until`.

    `subject` and `subject_id` name the thing the case is about, such as revision 12.
    """

    __tablename__ = "case_look"

    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[datetime] = mapped_column(index=True)

    moderator: Mapped[Account] = relationship()


class CaseNote(Base):
    """What one moderator tells the others about a listing. It is never changed; its author can delete it."""

    __tablename__ = "case_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)

    listing: Mapped[Listing] = relationship()
    author: Mapped[Account | None] = relationship()


class Act(Base):
    """One act of a moderator, with what is needed to undo it: the facts from before, and the letter that told of it.

    `what` names the way back. Most are about a listing. `audit_id` is the row of the audit that records it: what its
    therapist did later has a higher number. An undone act stays, with who undid it.
    """

    __tablename__ = "act"
    __table_args__ = (Index("ix_act_listing", "listing_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_mail.id", ondelete="SET NULL"), index=True)
    audit_id: Mapped[int] = mapped_column(default=0)
    before: Mapped[JSONValue] = mapped_column(default=dict)
    made_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    listing: Mapped[Listing | None] = relationship()
    decision: Mapped[Decision | None] = relationship(back_populates="act")
    moderator: Mapped[Account | None] = relationship(foreign_keys=[moderator_id])
    undone_by: Mapped[Account | None] = relationship(foreign_keys=[undone_by_id])
