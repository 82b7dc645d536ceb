"""Search: whether tables agree, whether changes are counted, and whether processes that run have seen them."""

from __future__ import annotations

import time
from collections.abc import Iterator

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from .. import measured
from ..models import PublicChange, PublicClock, PublicListing, PublicLocation
from .audit import triggers
from .findings import Finding, Patient, ago, look, ok, wrong
from .running import value

EVENTS = ("insert", "update", "delete")
TABLES = ("public_listing", "public_location")
ON_SQLITE = frozenset({f"{table}_after_{event}" for table in TABLES for event in EVENTS})
ON_POSTGRESQL = frozenset({f"{table}_changes" for table in TABLES})
# A process looks every ten seconds, and a long job may keep it from it for a while.
LONGEST = 120.0
REPUBLISH = "Run directory-app directory republish."


def findings(patient: Patient, session: Session) -> Iterator[Finding]:
    """Look at the database, then at each server over this data folder."""
    missing = sorted((ON_SQLITE if patient.is_sqlite else ON_POSTGRESQL) - triggers(patient, session))
    if missing:
        yield wrong(
            f"Changes of public listings are not counted: {', '.join(missing)} is missing or off.",
            "A copy was restored without its triggers. Restore a whole backup, then start all processes again.",
        )
    clock = session.scalar(select(PublicClock.version)) or 0
    if (session.scalar(select(func.max(PublicChange.version))) or 0) > clock:
        yield wrong("The clock of public listings is behind its own changes.", REPUBLISH)
    points = session.scalar(select(func.count()).select_from(PublicLocation)) or 0
    listings = session.scalar(select(func.count()).select_from(PublicListing)) or 0
    worded = session.scalar(text("SELECT count(*) FROM public_text")) or 0
    if worded != listings:
        yield wrong(f"{listings} listings are public, and {worded} can be found by words.", REPUBLISH)
    else:
        yield ok(f"{listings} listings with {points} points are public and can be found by words.")
    for folder in measured.running(patient.data):
        yield _server(folder, clock, points)


def _server(folder: object, clock: int, points: int) -> Finding:
    checked = value(folder, "directory_search_index_checked_timestamp_seconds")
    if not checked:
        return look("A server has not compared its search with the database yet.", "Ask again in a minute.")
    age = time.time() - checked
    if age > LONGEST:
        return wrong(
            f"A process compared its search with the database {ago(age)} ago.",
            "Its jobs stand still: start it again, and look into the log for what it was doing.",
        )
    version = value(folder, "directory_search_index_version") or 0
    known = value(folder, "directory_search_index_points") or 0
    # Between two looks somebody may have published something.
    if version < clock and age > LONGEST / 4:
        return look(f"A process is {clock - version:.0f} changes behind.", "Ask again in a minute.")
    if version == clock and known != points:
        return wrong(f"A process searches {known:.0f} points of {points}.", "Start all processes again.")
    return ok(f"The processes that serve have search as it was {ago(age)} ago.")
