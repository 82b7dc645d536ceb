"""Jobs that repeat: one row for each, which says who runs it now, when it last went well, and when it is due again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, now

# Nothing is due later than this from now: a row that says so was written before a clock went back.
LATEST = timedelta(hours=25)


class Job(Base):
    """A job by its name. Whoever runs it holds it until `held_until` and moves that on; a dead holder's time runs out.

    `turn` counts how often it was begun: who began an earlier turn may write nothing here any more. `asked_at` is set
    where somebody wants it to run now. `failures` counts those in a row, a holder that died among them; `last_error` is
    the name of the kind of error and holds no word of anybody. `took` is how many seconds the last turn ran.
    """

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(default=now)
    asked_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]
    took: Mapped[float | None]
    failures: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    last_error: Mapped[str] = mapped_column(String(120), default="", server_default="")
    holder: Mapped[str] = mapped_column(String(120), default="", server_default="")
    held_until: Mapped[datetime | None]
    turn: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))

    def is_held(self, at: datetime) -> bool:
        """Whether somebody runs it at this moment, or died less than a lease ago."""
        return self.held_until is not None and at < self.held_until < at + LATEST

    def is_due(self, at: datetime) -> bool:
        """Whether it is time to run it."""
        return self.asked_at is not None or self.due_at <= at or self.due_at > at + LATEST

    @property
    def was_left(self) -> bool:
        """Whether whoever began it last never ended it."""
        return bool(self.holder)
