"""What the site acknowledged, noted at the moment of the answer; and what went wrong, with its time."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """An answer that was no good, or none at all."""

    at: float
    what: str
    doing: str


@dataclass
class Journal:
    """Writers share it. `acknowledged` holds marks by kind; `saves` version and text last saved, by draft."""

    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    saves: dict[int, tuple[int, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    outages: list[tuple[float, float]] = field(default_factory=list)
    waited: list[tuple[float, str, float]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, mark: str) -> None:
        """The site said that this is saved."""
        with self.lock:
            self.acknowledged.setdefault(kind, []).append(mark)

    def note_save(self, draft: int, version: int, text: str) -> None:
        """A draft was saved, is of this version now, and holds this."""
        with self.lock:
            self.saves[draft] = (version, text)
            self.acknowledged.setdefault("draft", []).append(f"{draft}:{version}")

    def fault(self, what: str, doing: str) -> None:
        """Something did not work."""
        with self.lock:
            self.faults.append(Fault(time.monotonic(), what, doing))

    def answered(self, status: int, doing: str, seconds: float) -> None:
        """Count an answer."""
        with self.lock:
            self.statuses[status] += 1
            self.waited.append((time.monotonic(), doing, seconds))

    def outage(self, begun: float, ended: float) -> None:
        """Between these times something was broken on purpose."""
        with self.lock:
            self.outages.append((begun, ended))

    def outside(self, allowed: float = 0.5) -> list[Fault]:
        """Faults that no outage explains. A request under way when something broke may end a little later."""
        return [
            one
            for one in self.faults
            if not any(begun - allowed <= one.at <= ended + allowed for begun, ended in self.outages)
        ]

    def unexplained(self) -> list[Fault]:
        """Those of them that are more than a page which asks to try again, as a busy machine may show."""
        return [one for one in self.outside() if one.what != "503"]

    @property
    def count(self) -> int:
        """Acknowledged writes."""
        return sum(len(marks) for marks in self.acknowledged.values())
