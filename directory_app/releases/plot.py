"""How far rank scores move, counted in steps of equal width for a plot and its table."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import RubricMove, RubricRun

WIDTHS = (1, 2, 5, 10, 20)
MOST_BINS = 20


@dataclass(frozen=True)
class Bin:
    """Moves of at least `low` and less than `high` points, and how many there are."""

    low: int
    high: int
    count: int


def bins(session: Session, run: RubricRun) -> list[Bin]:
    """All moves of a run by their size, from the farthest down to the farthest up; empty where nobody moves."""
    query = select(RubricMove.after - RubricMove.before).where(RubricMove.run_id == run.id)
    sizes = session.scalars(query).all()
    if not sizes:
        return []
    least, most = min(*sizes, 0.0), max(*sizes, 0.0)
    width = next((one for one in WIDTHS if (most - least) / one < MOST_BINS - 1), WIDTHS[-1])
    first = math.floor(least / width)
    counts = [0] * (math.floor(most / width) - first + 1)
    for size in sizes:
        counts[math.floor(size / width) - first] += 1
    return [Bin((first + at) * width, (first + at + 1) * width, count) for at, count in enumerate(counts)]
