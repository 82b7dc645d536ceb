"""What the job runner repeats for confirmations: counting on the fixed days, forgetting every day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .counting import count_waiting, forget, waiting_listings

SECONDS = 600.0


def sweep(app: Any) -> int:
    """Count what waits, each listing in a transaction of its own, then forget; return how many were counted."""
    total = 0
    with app.app_context(), app.extensions["sessions"]() as session:
        for listing_id in waiting_listings(session):
            total += count_waiting(session, listing_id)
            session.commit()
        forget(session)
        session.commit()
    return total


def tasks(app: Any) -> list[tuple[str, float, Callable[[], object]]]:
    """A name, seconds between runs, the function."""
    return [("confirmations", SECONDS, lambda: sweep(app))]
