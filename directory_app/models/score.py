"""Stored scores with everything needed to explain them, and the evidence beyond a therapist's own answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, JSONList, now, stored_by_value
from .listing import Listing, Revision


class Score(Base):
    """The reading of one revision under one rubric version; 0 to 100. One per revision is current."""

    __tablename__ = "score"
    __table_args__ = (
        Index(
            "uq_score_one_current",
            "revision_id",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    rubric_version: Mapped[str] = mapped_column(String(60))
    estimate: Mapped[float]
    rank_score: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    level: Mapped[str] = mapped_column(String(4))
    current: Mapped[bool] = mapped_column(default=True)
    computed_at: Mapped[datetime] = mapped_column(default=now)

    revision: Mapped[Revision] = relationship(back_populates="scores")
    questions: Mapped[list[QuestionScore]] = relationship(
        back_populates="score", order_by="QuestionScore.question_id", cascade="all, delete-orphan"
    )

    def question(self, question_id: str) -> QuestionScore | None:
        """The part of one question."""
        return next((q for q in self.questions if q.question_id == question_id), None)


class QuestionScore(Base):
    """One question's share. `criteria` holds what earned or cost points, with spans into the answer's text.

    `held` holds the reasons why the text keeps only a part of its points; `language` is the code it was read in.
    """

    __tablename__ = "question_score"
    __table_args__ = (UniqueConstraint("score_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("score.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(4))
    claim: Mapped[float | None]
    text_score: Mapped[float | None]
    alpha: Mapped[float]
    beta: Mapped[float]
    estimate: Mapped[float]
    q10: Mapped[float]
    q20: Mapped[float]
    q90: Mapped[float]
    contribution: Mapped[float]
    criteria: Mapped[JSONList] = mapped_column(default=list)
    held: Mapped[JSONList] = mapped_column(default=list, server_default="[]")
    language: Mapped[str] = mapped_column(String(8), default="", server_default="")

    score: Mapped[Score] = relationship(back_populates="questions")


class EvidenceKind(StrEnum):
    """Where evidence beyond the answers comes from."""

    CLIENT = "client"
    INTERVIEW = "interview"


class Evidence(Base):
    """One report about one question: 0 (no) to 1 (yes), dated, withdrawn rather than deleted.

    `confirmation_id` joins what one client reported, `interview_id` what was said in one interview. There `note` is
    what the moderator wrote down, read by the rubric, unless `by_scale` says that the value comes from a scale.
    """

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[EvidenceKind] = mapped_column(stored_by_value(EvidenceKind))
    value: Mapped[float]
    observed_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]
    confirmation_id: Mapped[int | None] = mapped_column(ForeignKey("confirmation.id", ondelete="SET NULL"), index=True)
    interview_id: Mapped[int | None] = mapped_column(ForeignKey("interview.id", ondelete="SET NULL"), index=True)
    by_scale: Mapped[bool] = mapped_column(default=False, server_default=text("false"))

    listing: Mapped[Listing] = relationship()
