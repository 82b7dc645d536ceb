"""Answers to the questionnaire, as part of a revision."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base
from .listing import Revision

ANSWER_LENGTH = 600


class Answer(Base):
    """A choice, own words, both or neither. `version` lets a second browser tab notice the first."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("revision_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(40))
    choice: Mapped[str | None] = mapped_column(String(60))
    text: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    revision: Mapped[Revision] = relationship(back_populates="answers")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
