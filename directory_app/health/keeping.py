"""The figures of the health page as a job worked them out last, with the moment of that.

Counting every answer and fact of a large directory takes seconds, so nobody who opens the page waits for it. Where no
job has kept figures lately the page works them out itself.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from ..models import KeptFigures, now
from . import counts
from .plots import Bar, Plot

NAME = "health"
SECONDS = 300.0
# What takes long is worked out so rarely that it takes a hundredth of one processor.
TIMES_AS_LONG = 100
# So often figures may have been missed before the page no longer relies on the job.
MISSED = 3


@dataclass(frozen=True)
class Figures:
    """All plots of the page, and when they were worked out."""

    at: datetime
    plots: Sequence[Plot]
    questions: Sequence[Plot]
    demand: Plot


def work_out(session: Session, stale_days: int) -> Figures:
    """Count everything now."""
    at = now()
    return Figures(at, counts.plots(session, stale_days), counts.questions(session), counts.demand(session))


def kept(session: Session, stale_days: int) -> Figures | None:
    """The figures a job kept, unless there are none, they are too old, or facts grew old after other days then."""
    row = session.get(KeptFigures, NAME)
    if row is None or row.content.get("stale_days") != stale_days or not _is_fresh(row, MISSED * _pause(row)):
        return None
    parts: dict[str, list[Plot]] = {part: [_plot(one) for one in row.content[part]] for part in ("plots", "questions")}
    return Figures(row.worked_out_at, parts["plots"], parts["questions"], _plot(row.content["demand"]))


def keep(session: Session, stale_days: int) -> bool:
    """Work the figures out and keep them, unless that was done a short while ago for what it takes."""
    row = session.get(KeptFigures, NAME)
    # A little less, or a job that comes a second early would leave them for another turn. The rest is up to the runner.
    if row is not None and row.content.get("stale_days") == stale_days and _is_fresh(row, _rest(row) - SECONDS / 2):
        return False
    begun = time.monotonic()
    found = work_out(session, stale_days)
    content = {
        "stale_days": stale_days,
        "plots": [asdict(one) for one in found.plots],
        "questions": [asdict(one) for one in found.questions],
        "demand": asdict(found.demand),
    }
    took = time.monotonic() - begun
    session.merge(KeptFigures(name=NAME, content=content, took=took, worked_out_at=found.at))
    return True


def _pause(row: KeptFigures) -> float:
    return max(SECONDS, _rest(row))


def _rest(row: KeptFigures) -> float:
    return TIMES_AS_LONG * row.took


def _is_fresh(row: KeptFigures, seconds: float) -> bool:
    # What was written before a clock went back is not believed.
    return timedelta(0) <= now() - row.worked_out_at < timedelta(seconds=seconds)


def _plot(stored: dict[str, Any]) -> Plot:
    return Plot(**{**stored, "bars": [Bar(**bar) for bar in stored["bars"]]})
