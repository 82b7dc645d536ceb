"""Claims: a therapist says that a listing is theirs, and proves it by a contact published before, or by a document."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..errors import IllegalMove
from .account import Account
from .base import Base, JSONValue, now, stored_by_value
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
    # It waits for a moderator again where whoever else claimed the listing has withdrawn.
    ClaimState.DISPUTED: frozenset({ClaimState.WAITING, ClaimState.ACCEPTED, ClaimState.REFUSED}),
    ClaimState.ACCEPTED: frozenset(),
    ClaimState.REFUSED: frozenset(),
}
# Ways back that only undoing a decision takes: a moderator looks at the claim then.
CLAIM_UNDOS = frozenset({ClaimState.WAITING, ClaimState.DISPUTED})


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

    def move_back(self, wanted: ClaimState) -> None:
        """Return to the state from before a decision that is undone. Raises IllegalMove."""
        if self.is_pending or wanted not in CLAIM_UNDOS:
            raise IllegalMove("claim", self.state, wanted)
        self.state = wanted
        self.decided_at, self.decided_by, self.note = None, None, ""

    @property
    def is_pending(self) -> bool:
        """Whether nobody has decided about it."""
        return self.state in PENDING

    @property
    def is_withdrawn(self) -> bool:
        """Whether whoever made it has taken it back: nobody else decides about a claim of their own."""
        return self.state is ClaimState.REFUSED and self.decided_by_id == self.account_id


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


class SetAside(Base):
    """What an owner had in private when a listing changed hands: seen by nobody, back with the listing, else deleted.

    `content` holds rows as JSON: private addresses, the version nobody had approved, messages as long as their letters.
    """

    __tablename__ = "set_aside"
    __table_args__ = (UniqueConstraint("listing_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    content: Mapped[JSONValue] = mapped_column(default=dict)
    delete_on: Mapped[date] = mapped_column(index=True)
