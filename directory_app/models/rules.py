"""What administrators change without a programmer: settings, letters, the rubric in use; and how each came to be."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, JSONList, JSONValue, json_type, now, stored_by_value
from .listing import Revision

VERSION_LENGTH = 60
json_or_nothing = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class RuleClock(Base):
    """One row whose number rises with every change of a rule: what processes look at to know that theirs are old."""

    __tablename__ = "rule_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class RuleChange(Base):
    """One change of one rule: `kind` and `key` name it, `before` and `after` hold it whole; None where there was none.

    The account of who changed it may go; then nobody is named.
    """

    __tablename__ = "rule_change"
    __table_args__ = (Index("ix_rule_change_what", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    before: Mapped[JSONValue | None] = mapped_column(json_or_nothing)
    after: Mapped[JSONValue | None] = mapped_column(json_or_nothing)
    why: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=now)

    by: Mapped[Account | None] = relationship()


class Setting(Base):
    """A setting of the site in place of its default."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(json_type)


class LetterText(Base):
    """Subject and body of a letter in place of those that ship, both as templates."""

    __tablename__ = "letter_text"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class RubricFile(Base):
    """A file of a rubric, packed, under the digest of its content, so that it cannot become another one unnoticed."""

    __tablename__ = "rubric_file"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class RubricRelease(Base):
    """A published rubric: its files by name with their digests. `digest` is that of the whole list."""

    __tablename__ = "rubric_release"

    version: Mapped[str] = mapped_column(String(VERSION_LENGTH), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    files: Mapped[JSONValue]
    added_at: Mapped[datetime] = mapped_column(default=now)


class RunKind(StrEnum):
    """What going through all versions is for: to see what a rubric would move, to put one in use, or to follow a rule.

    `RESCORE` reads answers again with the rubric in use, `REPUBLISH` only writes public listings again.
    """

    TRIAL = "trial"
    PUBLISH = "publish"
    RESCORE = "rescore"
    REPUBLISH = "republish"


class RunState(StrEnum):
    """How far a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


OPEN_RUNS = (RunState.WAITING, RunState.RUNNING)


class RubricRun(Base):
    """Going through all versions in the background, under one rubric. Of all runs one can be open.

    `last_id` is the last version that was read, so that another process goes on from there.
    """

    __tablename__ = "rubric_run"
    __table_args__ = (
        Index(
            "uq_rubric_run_one_open",
            "is_open",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RunKind] = mapped_column(stored_by_value(RunKind))
    version: Mapped[str] = mapped_column(ForeignKey("rubric_release.version"))
    from_version: Mapped[str] = mapped_column(String(VERSION_LENGTH))
    state: Mapped[RunState] = mapped_column(stored_by_value(RunState), default=RunState.WAITING)
    is_open: Mapped[bool] = mapped_column(default=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    last_id: Mapped[int] = mapped_column(default=0)
    why: Mapped[str] = mapped_column(Text, default="")
    fault: Mapped[str] = mapped_column(String(300), default="")
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    started_by: Mapped[Account | None] = relationship()


class RubricMove(Base):
    """A version of a listing whose rank score a run moves, 0 to 100, and the questions and criteria behind it."""

    __tablename__ = "rubric_move"

    run_id: Mapped[int] = mapped_column(ForeignKey("rubric_run.id", ondelete="CASCADE"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    before: Mapped[float]
    after: Mapped[float]
    reasons: Mapped[JSONList] = mapped_column(default=list)

    revision: Mapped[Revision] = relationship()
