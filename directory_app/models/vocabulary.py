"""Words that an operator may change without a programmer: techniques, moderation reasons, jurisdictions."""

from __future__ import annotations

from sqlalchemy import String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, JSONList, JSONValue


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
    """Rules of a state, province or country for advertisements of massage therapists.

    `licence` says whether one exists: licensed, registered, local or none. `licensed_only` keeps everybody else out of
    a directory; `licence_number_in_listing` wants the number wherever a listing is shown, as `number_words` with
    {number} where the rule names a form. `score_shown` is number or band. `refused_words` may not stand in an
    advertisement, `reserved_titles` only beside a licence number. `sources` holds for each rule, by its column, the
    citation, the month in which it was read and a note; `lookup` is where the board's register is found.
    """

    __tablename__ = "jurisdiction"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    licence: Mapped[str] = mapped_column(String(20))
    licensed_only: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    licence_number_in_listing: Mapped[bool] = mapped_column(default=False)
    number_words: Mapped[str] = mapped_column(String(120), default="", server_default="")
    testimonials: Mapped[str] = mapped_column(String(20), default="allowed")
    score_shown: Mapped[str] = mapped_column(String(10), default="number", server_default="number")
    board: Mapped[str | None] = mapped_column(String(200))
    lookup: Mapped[str] = mapped_column(String(300), default="", server_default="")
    citation: Mapped[str | None] = mapped_column(Text)
    as_of: Mapped[str | None] = mapped_column(String(10))
    refused_words: Mapped[JSONList] = mapped_column(default=list, server_default="[]")
    reserved_titles: Mapped[JSONList] = mapped_column(default=list, server_default="[]")
    sources: Mapped[JSONValue] = mapped_column(default=dict, server_default="{}")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
