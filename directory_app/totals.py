"""How often listings are met, counted by the day without knowing by whom.

A page that is only read writes nothing: figures gather in memory, and a job of every process adds them to the table
every few seconds. Robots, pages fetched ahead, staff, and therapists looking at themselves are not counted.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Generic, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from .models import DailyTotal, Listing, TotalKind, now

FLUSH_SECONDS = 5.0
# What a buffer holds at most when the database cannot be written: some ten megabytes. What comes after is not counted.
LARGEST_BUFFER = 100_000
ROWS_A_STATEMENT = 500
ROBOTS = re.compile(r"bot|crawl|spider|slurp|curl/|wget/|python-requests", re.IGNORECASE)
STAFF = ("moderator", "administrator")

Key = tuple[int, date, TotalKind]
K = TypeVar("K")


class Buffer(Generic[K]):
    """Figures that are not stored yet. Threads may share it."""

    def __init__(self) -> None:
        self._counts: Counter[K] = Counter()
        self._lock = threading.Lock()

    def add(self, counts: Counter[K]) -> None:
        """Add figures; those that are new to a full buffer are dropped."""
        with self._lock:
            for key, number in counts.items():
                if key in self._counts or len(self._counts) < LARGEST_BUFFER:
                    self._counts[key] += number

    def take(self) -> Counter[K]:
        """All figures, leaving none."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken


def init_app(app: Flask) -> None:
    """Give this process its buffer."""
    app.extensions["totals"] = Buffer[Key]()


def count(kind: TotalKind, listing_ids: Iterable[int]) -> None:
    """Count one more of `kind` today for each of these listings, unless who asks is no visitor."""
    if not is_visitor():
        return
    own = current_user.listing.id if current_user.is_authenticated and current_user.listing else None
    today = now().date()
    current_app.extensions["totals"].add(Counter((one, today, kind) for one in listing_ids if one != own))


def flush(app: Flask) -> int:
    """Store what has gathered and return how many figures; where that fails, all is kept for the next time."""
    buffer: Buffer[Key] = app.extensions["totals"]
    counts = buffer.take()
    if not counts:
        return 0
    try:
        with app.app_context(), app.extensions["sessions"]() as session:
            stored = _store(session, counts)
            session.commit()
    except Exception:
        buffer.add(counts)
        raise
    return stored


def tasks(app: Flask) -> list[tuple[str, float, Callable[[], object]]]:
    """What the job runner of every process repeats."""
    return [("totals", FLUSH_SECONDS, lambda: flush(app))]


def is_visitor() -> bool:
    """Not a robot, not a browser that fetches ahead of a click, not staff, not one who only asks for headers."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    agent = request.headers.get("User-Agent", "")
    if request.method == "HEAD" or "prefetch" in purpose.lower() or not agent or ROBOTS.search(agent):
        return False
    return not (current_user.is_authenticated and any(current_user.has_role(role) for role in STAFF))


def _store(session: Session, counts: Counter[Key]) -> int:
    """Add figures to the table. A listing that was deleted meanwhile has none any more."""
    ids = sorted({listing_id for listing_id, _, _ in counts})
    there: set[int] = set()
    for start in range(0, len(ids), ROWS_A_STATEMENT):
        there |= set(session.scalars(select(Listing.id).where(Listing.id.in_(ids[start : start + ROWS_A_STATEMENT]))))
    # Sorted, so that two processes storing at once lock rows in one order.
    rows = [
        {"listing_id": listing_id, "day": day, "kind": kind, "count": number}
        for (listing_id, day, kind), number in sorted(counts.items())
        if listing_id in there
    ]
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        session.execute(_upsert(session, rows[start : start + ROWS_A_STATEMENT]))
    return len(rows)


def _upsert(session: Session, rows: list[dict[str, Any]]) -> Any:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(DailyTotal).values(rows)
    return added.on_conflict_do_update(
        index_elements=[DailyTotal.listing_id, DailyTotal.day, DailyTotal.kind],
        set_={"count": DailyTotal.count + added.excluded["count"]},
    )
