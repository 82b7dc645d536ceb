"""Time for tests: a form that a person opened a minute ago, and what something takes of the machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache

import time_machine

from benchmarks.scoring_speed import yardstick
from directory_app.models import now

# Milliseconds that the fixed loop of the benchmark of the scorer takes on a quiet machine.
ORDINARY = 12.0


@contextmanager
def a_minute_ago() -> Iterator[None]:
    """What happens inside happened a minute ago."""
    with time_machine.travel(now() - timedelta(minutes=1)):
        yield


@contextmanager
def days_later(days: float) -> Iterator[None]:
    """What happens inside happens so many days from now."""
    with time_machine.travel(now() + timedelta(days=days)):
        yield


def least_seconds(act: Callable[[], object], enough: float = 0.0) -> float:
    """Seconds of this process that `act` takes: the best of three, or the first of at most `enough`.

    What a neighbour takes from the machine, or a disk that stands still, is not what is being asked about; nor is how
    slow the machine is, so that on a slower one than bars were set on they are seconds of that one.
    """
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        act()
        best = min(best, time.process_time() - begun)
        if best <= enough:
            break
    return best if best <= enough else best / _slowness()


@cache
def _slowness() -> float:
    """How many times as long as the machine on which bars were set this one takes, 1 at least."""
    return max(1.0, yardstick() / ORDINARY)
