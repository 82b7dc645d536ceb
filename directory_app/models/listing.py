"""A listing, its revisions, and the moves each may make.

A listing is what a therapist has; a revision is one version of its reviewed content. Two versions can live side by
side: an approved revision stays public while another is written or waits.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..errors import IllegalMove
from .account import Account
from .base import Base, JSONList, JSONValue, now, stored_by_value

if TYPE_CHECKING:
    from .answer import Answer
    from .location import Location
    from .photo import Photo
    from .practical import Licence, SessionPrice
    from .score import Score

NAME_LENGTH = 120
BIO_LENGTH = 1200
MOST_OWN_TECHNIQUES, OWN_TECHNIQUE_LENGTH = 5, 60


class ListingState(StrEnum):
    """Where a listing stands with the public."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class RevisionState(StrEnum):
    """Where one version of the content stands with moderators."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    REPLACED = "replaced"
    DISCARDED = "discarded"


LISTING_MOVES: dict[ListingState, frozenset[ListingState]] = {
    ListingState.DRAFT: frozenset({ListingState.PUBLISHED, ListingState.CLOSED}),
    ListingState.PUBLISHED: frozenset({ListingState.PAUSED, ListingState.SUSPENDED, ListingState.CLOSED}),
    ListingState.PAUSED: frozenset({ListingState.PUBLISHED, ListingState.SUSPENDED, ListingState.CLOSED}),
    ListingState.SUSPENDED: frozenset({ListingState.PUBLISHED, ListingState.PAUSED, ListingState.CLOSED}),
    ListingState.CLOSED: frozenset(),
}

REVISION_MOVES: dict[RevisionState, frozenset[RevisionState]] = {
    RevisionState.DRAFT: frozenset({RevisionState.SUBMITTED, RevisionState.DISCARDED}),
    RevisionState.SUBMITTED: frozenset(
        {
            RevisionState.APPROVED,
            RevisionState.REJECTED,
            RevisionState.CHANGES_REQUESTED,
            RevisionState.DRAFT,
            RevisionState.DISCARDED,
        }
    ),
    RevisionState.CHANGES_REQUESTED: frozenset({RevisionState.SUBMITTED, RevisionState.DISCARDED}),
    RevisionState.APPROVED: frozenset({RevisionState.REPLACED}),
    RevisionState.REJECTED: frozenset({RevisionState.SUBMITTED, RevisionState.DISCARDED}),
    RevisionState.REPLACED: frozenset(),
    RevisionState.DISCARDED: frozenset(),
}

# Ways back that only undoing a decision takes.
LISTING_UNDOS: dict[ListingState, frozenset[ListingState]] = {
    ListingState.PUBLISHED: frozenset({ListingState.DRAFT, ListingState.SUSPENDED}),
    ListingState.PAUSED: frozenset({ListingState.SUSPENDED}),
    ListingState.SUSPENDED: frozenset({ListingState.PUBLISHED, ListingState.PAUSED}),
}
REVISION_UNDOS: dict[RevisionState, frozenset[RevisionState]] = {
    RevisionState.APPROVED: frozenset({RevisionState.SUBMITTED}),
    RevisionState.CHANGES_REQUESTED: frozenset({RevisionState.SUBMITTED}),
    RevisionState.REJECTED: frozenset({RevisionState.SUBMITTED}),
    RevisionState.REPLACED: frozenset({RevisionState.APPROVED}),
    RevisionState.SUBMITTED: frozenset({RevisionState.CHANGES_REQUESTED, RevisionState.REJECTED}),
}

EDITABLE = frozenset({RevisionState.DRAFT, RevisionState.CHANGES_REQUESTED, RevisionState.REJECTED})
WAITING_OR_EDITABLE = EDITABLE | {RevisionState.SUBMITTED}


class Listing(Base):
    """One therapist's place in the directory, with the facts that change at once without review.

    One that an operator put in with consent has no account until its therapist claims it; `source`, `consent_note` and
    `consented_on` say where it came from and who agreed to what. A paused listing with `returns_on` shows itself again
    on that day; visitors are told so where `return_shown`. `npi` is a number for billing in the United States; it is
    for moderators and never public.
    """

    __tablename__ = "listing"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    slug: Mapped[str | None] = mapped_column(String(160), unique=True)
    state: Mapped[ListingState] = mapped_column(stored_by_value(ListingState), default=ListingState.DRAFT, index=True)
    phone: Mapped[str] = mapped_column(String(40), default="", index=True)
    public_email: Mapped[str] = mapped_column(String(255), default="", index=True)
    hours: Mapped[JSONValue] = mapped_column(default=dict)
    by_appointment: Mapped[JSONList] = mapped_column(default=list, server_default="[]")
    accepting_clients: Mapped[bool | None]
    accepting_confirmed_at: Mapped[datetime | None]
    contact_confirmed_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(160), default="", server_default="")
    consent_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    consented_on: Mapped[date | None]
    hours_confirmed_at: Mapped[datetime | None]
    prices_confirmed_at: Mapped[datetime | None]
    reminders: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    reminded_at: Mapped[datetime | None]
    returns_on: Mapped[date | None] = mapped_column(index=True)
    return_shown: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    npi: Mapped[str] = mapped_column(String(10), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    version: Mapped[int] = mapped_column()

    account: Mapped[Account | None] = relationship(back_populates="listing")
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="listing", order_by="Revision.number", cascade="all, delete-orphan"
    )
    licences: Mapped[list[Licence]] = relationship(
        back_populates="listing", order_by="Licence.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def move(self, wanted: ListingState) -> None:
        """Change state if the table of moves allows it. Raises IllegalMove."""
        if wanted not in LISTING_MOVES[self.state]:
            raise IllegalMove("listing", self.state, wanted)
        self.state = wanted

    def move_back(self, wanted: ListingState) -> None:
        """Return to the state from before a decision that is undone. Raises IllegalMove."""
        if wanted not in LISTING_UNDOS.get(self.state, ()):
            raise IllegalMove("listing", self.state, wanted)
        self.state = wanted

    @property
    def is_unclaimed(self) -> bool:
        """Whether nobody has claimed what an operator put in."""
        return self.account_id is None

    @property
    def letters_to(self) -> str:
        """Where letters about it go: to its account, or before there is one to the published address; may be empty."""
        return self.account.email if self.account is not None else self.public_email

    @property
    def approved(self) -> Revision | None:
        """The revision the public sees, or would see if the listing were not paused."""
        return next((r for r in reversed(self.revisions) if r.state is RevisionState.APPROVED), None)

    @property
    def working(self) -> Revision | None:
        """The revision the therapist is writing or that waits for a decision."""
        return next((r for r in reversed(self.revisions) if r.state in WAITING_OR_EDITABLE), None)


class Revision(Base):
    """One version of the reviewed content of a listing."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("listing_id", "number"),
        Index(
            "uq_revision_one_approved",
            "listing_id",
            unique=True,
            sqlite_where=text("state = 'approved'"),
            postgresql_where=text("state = 'approved'"),
        ),
        Index("ix_revision_queue", "state", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[RevisionState] = mapped_column(stored_by_value(RevisionState), default=RevisionState.DRAFT)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    practice: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    pronouns: Mapped[str] = mapped_column(String(40), default="")
    gender: Mapped[str] = mapped_column(String(20), default="")
    credentials: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    techniques: Mapped[JSONList] = mapped_column(default=list)
    own_techniques: Mapped[JSONList] = mapped_column(default=list, server_default="[]")
    languages: Mapped[JSONList] = mapped_column(default=list)
    step_free: Mapped[bool | None]
    home_visits: Mapped[bool | None]
    receipts: Mapped[bool | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    submitted_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    listing: Mapped[Listing] = relationship(back_populates="revisions")
    answers: Mapped[list[Answer]] = relationship(
        back_populates="revision", order_by="Answer.question_id", cascade="all, delete-orphan"
    )
    locations: Mapped[list[Location]] = relationship(
        back_populates="revision", order_by="Location.position", cascade="all, delete-orphan"
    )
    prices: Mapped[list[SessionPrice]] = relationship(
        back_populates="revision", order_by="SessionPrice.minutes", cascade="all, delete-orphan"
    )
    photo: Mapped[Photo | None] = relationship(secondary="revision_photo")
    scores: Mapped[list[Score]] = relationship(back_populates="revision", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def move(self, wanted: RevisionState) -> None:
        """Change state if the table of moves allows it. Raises IllegalMove."""
        if wanted not in REVISION_MOVES[self.state]:
            raise IllegalMove("revision", self.state, wanted)
        self.state = wanted

    def move_back(self, wanted: RevisionState) -> None:
        """Return to the state from before a decision that is undone. Raises IllegalMove."""
        if wanted not in REVISION_UNDOS.get(self.state, ()):
            raise IllegalMove("revision", self.state, wanted)
        self.state = wanted

    @property
    def editable(self) -> bool:
        """Whether the therapist may still change it."""
        return self.state in EDITABLE

    @property
    def is_late(self) -> bool:
        """Whether it still waits after the day on which an answer was promised."""
        waits = self.state is RevisionState.SUBMITTED
        return waits and self.due_on is not None and self.due_on < now().date()

    @property
    def score(self) -> Score | None:
        """The current score of these answers."""
        return next((s for s in self.scores if s.current), None)

    def answer(self, question_id: str) -> Answer | None:
        """The stored answer to one question, if any."""
        return next((a for a in self.answers if a.question_id == question_id), None)
