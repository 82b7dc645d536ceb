"""What moderators look up or hear themselves: licence checks, interviews; and patterns of accounts made together."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, now, stored_by_value
from .listing import Listing
from .moderation import FlagState
from .practical import Licence
from .score import Evidence


class CheckOutcome(StrEnum):
    """What the register of a board said about a stated licence."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_CURRENT = "not_current"


class LicenceCheck(Base):
    """One look into a register: what was stated, what was found, where, by whom and until when it counts.

    It outlives the licence it is about, which goes when its therapist changes it. `warned_days` is the latest letter
    about its end: so many days before, 0 on the day after.
    """

    __tablename__ = "licence_check"
    __table_args__ = (Index("ix_licence_check_ending", "outcome", "ends_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licence.id", ondelete="SET NULL"), index=True)
    outcome: Mapped[CheckOutcome] = mapped_column(stored_by_value(CheckOutcome))
    number: Mapped[str] = mapped_column(String(60), default="")
    board: Mapped[str] = mapped_column(String(200), default="")
    looked_up_where: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    checked_at: Mapped[datetime] = mapped_column(default=now)
    ends_on: Mapped[date | None]
    warned_days: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    withdraw_reason: Mapped[str] = mapped_column(Text, default="")

    listing: Mapped[Listing] = relationship()
    licence: Mapped[Licence | None] = relationship()
    checked_by: Mapped[Account | None] = relationship(foreign_keys=[checked_by_id])
    withdrawn_by: Mapped[Account | None] = relationship(foreign_keys=[withdrawn_by_id])

    @property
    def stands(self) -> bool:
        """Whether it found the licence and nobody took it back."""
        return self.outcome is CheckOutcome.FOUND and self.withdrawn_at is None


class InterviewWay(StrEnum):
    """How an interview was held."""

    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in_person"


class Interview(Base):
    """A moderator asked a therapist the five questions on a day. What was said of each is `Evidence`.

    It is withdrawn, never deleted; its evidence is withdrawn with it.
    """

    __tablename__ = "interview"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    way: Mapped[InterviewWay] = mapped_column(stored_by_value(InterviewWay))
    held_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    withdraw_reason: Mapped[str] = mapped_column(Text, default="")

    listing: Mapped[Listing] = relationship()
    recorded_by: Mapped[Account | None] = relationship(foreign_keys=[recorded_by_id])
    withdrawn_by: Mapped[Account | None] = relationship(foreign_keys=[withdrawn_by_id])
    evidence: Mapped[list[Evidence]] = relationship(order_by=Evidence.question_id)


class BurstPattern(StrEnum):
    """What accounts that were made together have in common."""

    SAME_NETWORK = "same_network"
    LIKE_ADDRESSES = "like_addresses"
    LIKE_NAMES = "like_names"


class RegistrationBurst(Base):
    """Accounts that came together in an unusual way. A moderator looks at the pattern; nothing happens by itself."""

    __tablename__ = "registration_burst"
    __table_args__ = (Index("ix_registration_burst_open", "state", "opened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern: Mapped[BurstPattern] = mapped_column(stored_by_value(BurstPattern))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[FlagState] = mapped_column(stored_by_value(FlagState), default=FlagState.OPEN)
    reason: Mapped[str] = mapped_column(Text, default="")
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    reviewed_by: Mapped[Account | None] = relationship()
    members: Mapped[list[BurstMember]] = relationship(back_populates="burst", order_by="BurstMember.account_id")


class BurstMember(Base):
    """One account of a burst. It leaves with the account."""

    __tablename__ = "burst_member"

    burst_id: Mapped[int] = mapped_column(ForeignKey("registration_burst.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)

    burst: Mapped[RegistrationBurst] = relationship(back_populates="members")
    account: Mapped[Account] = relationship()


class RegistrationNetwork(Base):
    """The network an account registered from, as a hash that is good for that day and deleted on the next."""

    __tablename__ = "registration_network"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    network: Mapped[str] = mapped_column(String(64), index=True)
    made_on: Mapped[date]
