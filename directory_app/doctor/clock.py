"""The clock: beside that of the database, and beside the newest rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ..models import AuditEntry, OutgoingMail, now
from .findings import Finding, Patient, ago, look, ok, wrong

LITTLE, MUCH = 2.0, 30.0
# A moment that is certainly past, whatever a clock without a battery says.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
SET_IT = "Let every machine take its time from the same source (timedatectl set-ntp true)."


def findings(patient: Patient, session: Session) -> Iterator[Finding]:
    """Compare."""
    here = now()
    if here < BEGINNING:
        yield wrong(f"This machine believes that it is {here:%d %B %Y}.", SET_IT)
        return
    if not patient.is_sqlite:
        there = session.scalar(text("SELECT clock_timestamp()"))
        apart = abs((now() - there).total_seconds()) if there else 0.0
        said = f"The clocks of this machine and of the database are {apart:.1f} seconds apart."
        yield wrong(said, SET_IT) if apart > MUCH else look(said, SET_IT) if apart > LITTLE else ok(said)
    newest = [session.scalar(select(func.max(column))) for column in (AuditEntry.at, OutgoingMail.created_at)]
    ahead = max(((one - now()).total_seconds() for one in newest if one is not None), default=0.0)
    if ahead > LITTLE:
        yield wrong(
            f"The newest row was written {ago(ahead)} from now: a clock went back, or one was ahead.",
            f"{SET_IT} Links, pauses and limits count from the clock.",
        )
    else:
        yield ok("No row is from the future.")
