"""Timing of small calls: CPU time of this process and wall time, in rounds that take turns.

CPU time is the figure to trust on a machine that does other work too. Turns spread what disturbs one moment over all
subjects, and the median of the rounds drops what disturbed a few.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

ROUNDS = 7
ROUND_SECONDS = 0.25
FEWEST_CALLS, MOST_CALLS = 5, 400
WARM_CALLS = 8


@dataclass
class Subject:
    """Something to time. `call` receives a rising number, so that it can vary what it asks for."""

    name: str
    call: Callable[[int], object]
    calls: int = FEWEST_CALLS
    cpu_ms: list[float] = field(default_factory=list)
    wall_ms: list[float] = field(default_factory=list)

    @property
    def timing(self) -> Timing:
        """What was measured so far."""
        wall = sorted(self.wall_ms)
        return Timing(
            name=self.name,
            cpu_ms=statistics.median(self.cpu_ms),
            wall_ms=statistics.median(wall),
            p95_ms=wall[int(0.95 * (len(wall) - 1))],
            calls=len(wall),
        )


@dataclass(frozen=True)
class Timing:
    """Milliseconds a call: CPU (median of the rounds), wall (median and 95th percentile of the calls)."""

    name: str
    cpu_ms: float
    wall_ms: float
    p95_ms: float
    calls: int


def measure(subjects: Sequence[Subject], rounds: int = ROUNDS) -> dict[str, Timing]:
    """Time all subjects in turns; by name."""
    for subject in subjects:
        _warm(subject)
    for turn in range(rounds):
        for subject in subjects:
            _round(subject, turn * subject.calls)
    return {subject.name: subject.timing for subject in subjects}


def _warm(subject: Subject) -> None:
    """Fill caches, compile templates and statements, and choose how many calls make a round."""
    for number in range(WARM_CALLS):
        subject.call(number)
    started = time.perf_counter()
    for number in range(FEWEST_CALLS):
        subject.call(WARM_CALLS + number)
    one = (time.perf_counter() - started) / FEWEST_CALLS
    subject.calls = max(FEWEST_CALLS, min(MOST_CALLS, int(ROUND_SECONDS / max(one, 1e-6))))


def _round(subject: Subject, first: int) -> None:
    gc.collect()
    cpu = time.process_time()
    for number in range(first, first + subject.calls):
        wall = time.perf_counter()
        subject.call(number)
        subject.wall_ms.append((time.perf_counter() - wall) * 1e3)
    subject.cpu_ms.append((time.process_time() - cpu) / subject.calls * 1e3)
