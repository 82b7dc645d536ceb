"""What moderators decide and what asks for their eyes: decisions, flags, and the append-only audit."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, JSONList, JSONValue, now, stored_by_value
from .listing import ListingState, Revision, RevisionState
from .vocabulary import Reason

if TYPE_CHECKING:
    from .appeal import Appeal
    from .casework import Act

APPEAL_DAYS = 30


class DecisionKind(StrEnum):
    """What a moderator can decide: about a waiting revision, or (the last two) about a listing as a whole."""

    APPROVE = "approve"
    APPROVE_PARTS = "approve_parts"
    ASK_FOR_CHANGES = "ask_for_changes"
    REJECT = "reject"
    SUSPEND = "suspend"
    RESTORE = "restore"


# What becomes of the waiting revision. Accepted parts of one become a version of their own.
OUTCOME: dict[DecisionKind, RevisionState] = {
    DecisionKind.APPROVE: RevisionState.APPROVED,
    DecisionKind.APPROVE_PARTS: RevisionState.CHANGES_REQUESTED,
    DecisionKind.ASK_FOR_CHANGES: RevisionState.CHANGES_REQUESTED,
    DecisionKind.REJECT: RevisionState.REJECTED,
}

NEEDS_REASON = frozenset(
    {DecisionKind.APPROVE_PARTS, DecisionKind.ASK_FOR_CHANGES, DecisionKind.REJECT, DecisionKind.SUSPEND}
)


class Decision(Base):
    """Who decided what about a revision, when and why.

    `about` names parts of the listing and what to change in each: [{"where": "Q2", "note": "…"}]. `sent_back` names
    the parts that were not taken over when others were. A decision about the listing names the version it showed then.
    """

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    kind: Mapped[DecisionKind] = mapped_column(stored_by_value(DecisionKind))
    reason_slug: Mapped[str | None] = mapped_column(ForeignKey("reason.slug"))
    note: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[JSONList] = mapped_column(default=list, server_default="[]")
    sent_back: Mapped[JSONList] = mapped_column(default=list, server_default="[]")
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    undone_at: Mapped[datetime | None]

    revision: Mapped[Revision] = relationship()
    moderator: Mapped[Account | None] = relationship()
    reason: Mapped[Reason | None] = relationship()
    appeal: Mapped[Appeal | None] = relationship(back_populates="decision", uselist=False)
    act: Mapped[Act | None] = relationship(back_populates="decision", uselist=False)

    @property
    def appeal_until(self) -> date:
        """The last day on which it can be appealed."""
        return (self.created_at + timedelta(days=APPEAL_DAYS)).date()

    @property
    def can_be_appealed(self) -> bool:
        """Whether it still stands against the therapist, is not too old, and was not appealed."""
        return self.stands and self.appeal is None and now().date() <= self.appeal_until

    @property
    def stands(self) -> bool:
        """Whether it still holds something of the therapist back.

        A decision from before the version was last sent in has been followed by another one.
        """
        if self.kind not in NEEDS_REASON or self.undone_at is not None:
            return False
        if self.kind is DecisionKind.SUSPEND:
            return self.revision.listing.state is ListingState.SUSPENDED
        decided = self.revision.state is OUTCOME[self.kind]
        return decided and self.created_at >= (self.revision.submitted_at or self.created_at)


class FlagKind(StrEnum):
    """What an integrity check noticed."""

    KEYWORD_LIST = "keyword_list"
    COPIED = "copied"
    ECHO = "echo"
    CONTRADICTION = "contradiction"
    CLAIM = "claim"
    CONTACT_IN_TEXT = "contact_in_text"
    INSTRUCTION = "instruction"
    DISGUISED = "disguised"
    ADDRESS_IN_TEXT = "address_in_text"
    REFUSED_WORD = "refused_word"
    UNSAFE = "unsafe"
    UNFILLED = "unfilled"


class FlagState(StrEnum):
    """Whether a person has looked at a flag."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


# In the detail of a flag, behind the question whose choice, and not whose words, say the opposite.
BY_CHOICE = ".choice"


class Flag(Base):
    """Something for a human to look at. It never lowers a score by itself beyond the weight of a text.

    `reason` is why a moderator found it right or without ground, where it was reviewed on its own.
    """

    __tablename__ = "flag"
    __table_args__ = (Index("ix_flag_open", "state", "revision_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[FlagKind] = mapped_column(stored_by_value(FlagKind))
    state: Mapped[FlagState] = mapped_column(stored_by_value(FlagState), default=FlagState.OPEN)
    detail: Mapped[JSONValue] = mapped_column(default=dict)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    revision: Mapped[Revision] = relationship()
    reviewed_by: Mapped[Account | None] = relationship()


class AuditPart(StrEnum):
    """Whose words stand in a row of `AuditWords`: those of who acted, or those of what was acted on."""

    ACTOR = "actor"
    TARGET = "target"


class AuditEntry(Base):
    """One change, by whom, to what. Triggers in the database refuse to change or delete a row.

    The row itself names nobody: actor and target by kind and number, the rest as words of the machine. What names a
    person stands in `AuditWords`; the properties put both together. Without foreign keys, the row outlives everybody.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_target", "target_kind", "target_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    actor_id: Mapped[int | None]
    actor_label: Mapped[str] = mapped_column("actor_name", String(120), default="")
    action: Mapped[str] = mapped_column(String(60))
    target_kind: Mapped[str] = mapped_column(String(40))
    target_id: Mapped[int | None]
    target_label: Mapped[str] = mapped_column("target_name", String(160), default="")
    plain_before: Mapped[JSONValue] = mapped_column("before", default=dict)
    plain_after: Mapped[JSONValue] = mapped_column("after", default=dict)
    reason_code: Mapped[str] = mapped_column("reason", Text, default="")
    request_id: Mapped[str | None] = mapped_column(String(64))

    words: Mapped[list[AuditWords]] = relationship(back_populates="entry", lazy="selectin")

    @property
    def actor_name(self) -> str:
        """Who acted, as long as that is known."""
        return next((one.name for one in self.words if one.part is AuditPart.ACTOR), self.actor_label)

    @property
    def target_name(self) -> str:
        """What was acted on, by the name it had then, as long as that is known."""
        return self._told.name if self._told else self.target_label

    @property
    def before(self) -> JSONValue:
        """Facts from before the change."""
        return {**self.plain_before, **(self._told.before if self._told else {})}

    @property
    def after(self) -> JSONValue:
        """Facts from after the change."""
        return {**self.plain_after, **(self._told.after if self._told else {})}

    @property
    def reason(self) -> str:
        """Why, as a word of a list or in somebody's own words."""
        return self.reason_code or (self._told.reason if self._told else "")

    @property
    def _told(self) -> AuditWords | None:
        return next((one for one in self.words if one.part is AuditPart.TARGET), None)


class AuditWords(Base):
    """What in a row of the audit names or quotes a person. It belongs to that person's account and goes with it.

    A trigger refuses to change a row; deleting it leaves the entry as it was written. The chain holds a digest of the
    words that is made with `salt`, so that without the row nobody can try which words it was made of.
    """

    __tablename__ = "audit_words"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    part: Mapped[AuditPart] = mapped_column(stored_by_value(AuditPart), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(255), default="", index=True)
    before: Mapped[JSONValue] = mapped_column(default=dict)
    after: Mapped[JSONValue] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")
    salt: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16), server_default="")

    entry: Mapped[AuditEntry] = relationship(back_populates="words")
