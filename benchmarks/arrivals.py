"""Requests that come when they are due, whether earlier ones were answered or not: people know nothing of each other.

How long one took counts from the moment it was due: a server that falls behind cannot hide it.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

from .report import Row

Step = Callable[["Arrivals"], tuple[str, int]]
HEADER: Row = ("requests", "answers", "a second", "median ms", "p95 ms", "p99 ms", "longest ms", "refused", "failed")


@dataclass
class Measured:
    """Seconds from due to answered by kind with the moment, and what was refused or failed."""

    begun: float = field(default_factory=time.monotonic)
    taken: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    refused: dict[str, Counter[int]] = field(default_factory=dict)
    refusals: list[float] = field(default_factory=list)
    failed: dict[str, Counter[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    seconds: float = 0.0

    def add(self, kind: str, status: int, due: float) -> None:
        """Count one answer."""
        now = time.monotonic()
        with self.lock:
            if status in {429, 503}:
                self.refused.setdefault(kind, Counter())[status] += 1
                self.refusals.append(now - due)
            elif status >= 400:
                self.failed.setdefault(kind, Counter())[str(status)] += 1
            else:
                self.taken.setdefault(kind, []).append((due, now - due))

    def fail(self, kind: str, error: Exception) -> None:
        """Count one that was not answered."""
        with self.lock:
            self.failed.setdefault(kind, Counter())[type(error).__name__] += 1

    @property
    def good(self) -> int:
        """Answers that were what was asked for."""
        return sum(len(some) for some in self.taken.values())

    @property
    def requests(self) -> int:
        """All that were answered or not."""
        return self.good + sum(one.total() for told in (self.refused, self.failed) for one in told.values())

    def rows(self) -> list[Row]:
        """A line for each kind and one for all."""
        kinds = sorted({*self.taken, *self.refused, *self.failed})
        rows = [self._row(kind, [kind]) for kind in kinds]
        return [*rows, self._row("all", kinds)] if len(kinds) > 1 else rows

    def at(self, share: float, kinds: Sequence[str] = ()) -> float:
        """Milliseconds within which this share of the good answers came."""
        return percentile([one for kind in kinds or self.taken for _, one in self.taken.get(kind, ())], share)

    def _row(self, name: str, kinds: Sequence[str]) -> Row:
        count = sum(len(self.taken.get(kind, ())) for kind in kinds)
        refused = sum((self.refused.get(kind, Counter()) for kind in kinds), Counter())
        failed = sum((self.failed.get(kind, Counter()) for kind in kinds), Counter())
        figures = (f"{self.at(share, kinds):.0f}" for share in (0.5, 0.95, 0.99, 1.0))
        told = (
            ", ".join(f"{number} × {what}" for what, number in one.most_common()) or "0" for one in (refused, failed)
        )
        return (name, str(count), f"{count / max(self.seconds, 1e-9):.1f}", *figures, *told)


class Arrivals:
    """Threads that do what is due. A step may have another one done later."""

    def __init__(self, threads: int) -> None:
        self.measured = Measured()
        self._due: list[tuple[float, int, Step]] = []
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._work: SimpleQueue[tuple[float, Step] | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(threads)]

    def later(self, seconds: float, step: Step) -> None:
        """Have a step done so many seconds from now."""
        with self._lock:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._numbers), step))

    def run(self, rate: float, seconds: float, draw: Callable[[], Step], seed: int = 1) -> Measured:
        """Let steps arrive at random moments, so many a second on average; return when all were answered."""
        chance, begun = random.Random(seed), time.monotonic()
        self.measured = Measured()
        for one in self._threads:
            one.start()
        upcoming = begun
        while (now := time.monotonic()) < begun + seconds:
            while upcoming <= now:
                self._work.put((upcoming, draw()))
                upcoming += chance.expovariate(rate)
            self._hand_out(now)
            time.sleep(max(0.0005, min(0.01, upcoming - time.monotonic())))
        self._finish(begun + seconds + 8)
        self.measured.seconds = seconds
        return self.measured

    def _finish(self, until: float) -> None:
        """Steps that belong to what had begun."""
        while self._due and time.monotonic() < until:
            self._hand_out(time.monotonic())
            time.sleep(0.01)
        for _ in self._threads:
            self._work.put(None)
        for one in self._threads:
            one.join(90)

    def _hand_out(self, now: float) -> None:
        with self._lock:
            while self._due and self._due[0][0] <= now:
                due, _, step = heapq.heappop(self._due)
                self._work.put((due, step))

    def _serve(self) -> None:
        while (work := self._work.get()) is not None:
            due, step = work
            try:
                self.measured.add(*step(self), due)
            except Exception as error:
                self.measured.fail(getattr(step, "kind", "request"), error)


def percentile(seconds: Sequence[float], share: float) -> float:
    """Milliseconds within which this share lies."""
    ordered = sorted(seconds)
    return ordered[int(share * (len(ordered) - 1))] * 1e3 if ordered else math.nan


def recovered_after(measured: Measured, kinds: Sequence[str], bound_ms: float, window: float = 1.0) -> float:
    """Seconds from the beginning until the p95 of all later windows stayed within a bound."""
    found = sorted(one for kind in kinds for one in measured.taken.get(kind, ()))
    last = 0.0
    for number in range(math.ceil(measured.seconds / window)):
        begin = measured.begun + number * window
        inside = [seconds for due, seconds in found if begin <= due < begin + window]
        if not inside or percentile(inside, 0.95) > bound_ms:
            last = (number + 1) * window
    return last
