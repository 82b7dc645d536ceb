"""What therapists ask to have looked at again: a decision, or how one answer was read."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, JSONList, now, stored_by_value
from .listing import Listing, Revision
from .moderation import Decision

APPEAL_LENGTH = 2000
OBJECTION_LENGTH = 1000
ITEM_LENGTH = 120


class AppealKind(StrEnum):
    """What is asked to be looked at again."""

    DECISION = "decision"
    CRITERION = "criterion"


class AppealOutcome(StrEnum):
    """What came of it. Moot: the version it was about was given up before anybody answered."""

    UPHELD = "upheld"
    REFUSED = "refused"
    MOOT = "moot"


class Appeal(Base):
    """An appeal against a decision, or an objection to what was found in one answer; open while `outcome` is empty.

    An appeal has `decision` and the version its therapist left then. An objection has `question_id`, `item` (what was
    found there, such as "criterion:Q2.slow"), its label, the words and the rubric it was found with, and a digest of
    the answer, so that what a moderator found stays with these words and no others.
    """

    __tablename__ = "appeal"
    __table_args__ = (Index("ix_appeal_open", "closed_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AppealKind] = mapped_column(stored_by_value(AppealKind))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    revision_version: Mapped[int]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), unique=True)
    question_id: Mapped[str] = mapped_column(String(40), default="")
    item: Mapped[str] = mapped_column(String(ITEM_LENGTH), default="")
    label: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[JSONList] = mapped_column(default=list)
    rubric_version: Mapped[str] = mapped_column(String(60), default="")
    answer_digest: Mapped[str] = mapped_column(String(64), default="")
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[AppealOutcome | None] = mapped_column(stored_by_value(AppealOutcome))
    note: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    listing: Mapped[Listing] = relationship()
    revision: Mapped[Revision] = relationship()
    decision: Mapped[Decision | None] = relationship(back_populates="appeal")
    closed_by: Mapped[Account | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        """Whether the day promised for the answer has passed."""
        return self.closed_at is None and self.due_on < now().date()
