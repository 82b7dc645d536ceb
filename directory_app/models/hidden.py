"""Parts of a public listing that a moderator has hidden at once, until they are changed or shown again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, now
from .listing import Listing
from .report import Report
from .vocabulary import Reason


class HiddenField(Base):
    """One part of a listing that visitors do not see: a name of `publishing.hidden.PARTS`, or `place:` and its key.

    `content` is the digest of what was hidden: once a moderator has approved something else in its place, that shows.
    Without a digest, as for what changes without review, it stays hidden until somebody shows it again. `asked_at` is
    when the therapist said that it is put right.
    """

    __tablename__ = "hidden_field"
    __table_args__ = (
        Index(
            "uq_hidden_field_standing",
            "listing_id",
            "part",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    part: Mapped[str] = mapped_column(String(40))
    content: Mapped[str] = mapped_column(String(64), default="")
    reason_slug: Mapped[str | None] = mapped_column(ForeignKey("reason.slug"))
    note: Mapped[str] = mapped_column(Text, default="")
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id", ondelete="SET NULL"))
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    hidden_at: Mapped[datetime] = mapped_column(default=now)
    asked_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    listing: Mapped[Listing] = relationship()
    reason: Mapped[Reason | None] = relationship()
    report: Mapped[Report | None] = relationship()
    hidden_by: Mapped[Account | None] = relationship(foreign_keys=hidden_by_id)
    lifted_by: Mapped[Account | None] = relationship(foreign_keys=lifted_by_id)
