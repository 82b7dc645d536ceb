"""Practical facts of a listing: prices of sessions and licences."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, now
from .listing import Listing, Revision

MOST_LICENCES = 8


class SessionPrice(Base):
    """What a session of so many minutes costs, in the currency's own units."""

    __tablename__ = "session_price"
    __table_args__ = (UniqueConstraint("revision_id", "minutes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    minutes: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    currency: Mapped[str] = mapped_column(String(3))

    revision: Mapped[Revision] = relationship(back_populates="prices")


class Licence(Base):
    """A licence as the therapist states it, and who checked it, where and until when.

    `none_exists` records that the place of work licenses nobody, which is a fact and not a gap. From `due_from` on a
    moderator should look it up; `LicenceCheck` keeps every look.
    """

    __tablename__ = "licence"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(60), default="", index=True)
    board: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(120), default="")
    expires_on: Mapped[date | None]
    none_exists: Mapped[bool] = mapped_column(default=False)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    checked_at: Mapped[datetime | None]
    checked_until: Mapped[date | None]
    looked_up_where: Mapped[str] = mapped_column(String(300), default="")
    due_from: Mapped[datetime | None] = mapped_column(default=now, index=True)

    listing: Mapped[Listing] = relationship(back_populates="licences")

    def is_checked(self, today: date) -> bool:
        """A check counts until its own end and never past the licence's."""
        return self.checked_at is not None and (self.ends_on is None or today <= self.ends_on)

    @property
    def ends_on(self) -> date | None:
        """The last day of its check: its own end, or that of the licence where it comes first."""
        return min((day for day in (self.checked_until, self.expires_on) if day is not None), default=None)

    def holds_until(self, today: date) -> date | None:
        """The one day that visitors read: the end of the check while it counts, otherwise the end as stated."""
        return self.ends_on if self.is_checked(today) else self.expires_on
