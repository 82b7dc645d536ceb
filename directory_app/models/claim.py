"""Claims: a therapist says that a listing is theirs, and proves it by a contact published before, or by a document."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..errors import IllegalMove
from .account import Account
from .base import Base, now, stored_by_value
from .listing import Listing


class ClaimState(StrEnum):
    """Where a claim stands."""

    OPEN = "open"
    WAITING = "waiting"
    DISPUTED = "disputed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ClaimProof(StrEnum):
    """How a therapist proves that the listing is theirs."""

    EMAIL = "email"
    PHONE = "phone"
    DOCUMENT = "document"


PENDING = frozenset({ClaimState.OPEN, ClaimState.WAITING, ClaimState.DISPUTED})
CLAIM_MOVES: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.OPEN: frozenset({ClaimState.WAITING, ClaimState.DISPUTED, ClaimState.ACCEPTED, ClaimState.REFUSED}),
    ClaimState.WAITING: frozenset({ClaimState.DISPUTED, ClaimState.ACCEPTED, ClaimState.REFUSED}),
    ClaimState.DISPUTED: frozenset({ClaimState.ACCEPTED, ClaimState.REFUSED}),
    ClaimState.ACCEPTED: frozenset(),
    ClaimState.REFUSED: frozenset(),
}


class Claim(Base):
    """One account says that one listing is theirs.

    `contact` is what was published when it began. `code_hash` is that of the code sent there, good until
    `code_expires_at` for a few `tries`; `codes_sent` counts codes. `proved_at` says when a right one came, which in a
    dispute decides nothing by itself.
    """

    __tablename__ = "claim"
    __table_args__ = (Index("ix_claim_state", "state", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    state: Mapped[ClaimState] = mapped_column(stored_by_value(ClaimState), default=ClaimState.OPEN)
    proof: Mapped[ClaimProof] = mapped_column(stored_by_value(ClaimProof))
    contact: Mapped[str] = mapped_column(String(255), default="")
    code_hash: Mapped[str | None] = mapped_column(String(64))
    code_expires_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    codes_sent: Mapped[int] = mapped_column(default=0)
    proved_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_on: Mapped[date]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(Text, default="")

    listing: Mapped[Listing] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])
    document: Mapped[ClaimDocument | None] = relationship(
        back_populates="claim", uselist=False, cascade="all, delete-orphan"
    )

    def move(self, wanted: ClaimState) -> None:
        """Change state if the table of moves allows it. Raises IllegalMove."""
        if wanted not in CLAIM_MOVES[self.state]:
            raise IllegalMove(
                "claim",
                self.state,
                wanted,
                decided_by=self.decided_by.email if self.decided_by else None,
                decided_at=self.decided_at,
            )
        self.state = wanted

    @property
    def is_pending(self) -> bool:
        """Whether nobody has decided about it."""
        return self.state in PENDING


class ClaimDocument(Base):
    """A licence document for a moderator's eyes, deleted on `delete_on`, 30 days after the decision."""

    __tablename__ = "claim_document"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True)
    content_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    delete_on: Mapped[date | None] = mapped_column(index=True)

    claim: Mapped[Claim] = relationship(back_populates="document")
