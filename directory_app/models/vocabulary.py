"""Words that an operator may change without a programmer: techniques, moderation reasons, jurisdictions."""

from __future__ import annotations

from sqlalchemy import String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, JSONList


class Technique(Base):
    """A way of working that a therapist may name, with one plain sentence for visitors.

    Nobody can choose one that is `retired` any more; listings that name it keep it.
    """

    __tablename__ = "technique"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    plain: Mapped[str] = mapped_column(Text)
    retired: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class Reason(Base):
    """Why a moderator asks for changes, rejects or suspends; `letter` is what the therapist reads."""

    __tablename__ = "reason"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    letter: Mapped[str] = mapped_column(Text)
    applies_to: Mapped[JSONList] = mapped_column(default=list)
    retired: Mapped[bool] = mapped_column(default=False)


class ReportReason(Base):
    """Why a visitor reports a listing; `plain` helps to choose, `urgent` puts the report on top.

    `of_message` is why a therapist reports a visitor's message.
    """

    __tablename__ = "report_reason"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    plain: Mapped[str] = mapped_column(Text, default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    of_message: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)


class Jurisdiction(Base):
    """Rules of a state, province or country, each with its citation and the date it was read.

    `refused_words` are words that its rules keep out of advertisements of massage therapists.
    """

    __tablename__ = "jurisdiction"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    licence: Mapped[str] = mapped_column(String(20))
    licence_number_in_listing: Mapped[bool] = mapped_column(default=False)
    testimonials: Mapped[str] = mapped_column(String(20), default="allowed")
    board: Mapped[str | None] = mapped_column(String(200))
    citation: Mapped[str | None] = mapped_column(Text)
    as_of: Mapped[str | None] = mapped_column(String(10))
    refused_words: Mapped[JSONList] = mapped_column(default=list, server_default="[]")
