"""The counters of limits that live in this process, made safe for threads.

limits 5.8 looks whether its timer runs and starts one without a lock. Where two threads of a process count at once
after the timer has ended, both start the same one and a visitor reads "Something went wrong". Its source is mended
since (alisaifee/limits, pull request 352), and nothing with that was released by 2026-11-27.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from limits.storage import MemoryStorage

# The name by which Python hides the method, so that subclasses do not meet it by accident.
METHOD = "_MemoryStorage__schedule_expiry"


def init_app() -> None:
    """Let one thread at a time see to the timer, in every storage of this process, the fallback for Redis too."""
    schedule = getattr(MemoryStorage, METHOD, None)
    if schedule is None or hasattr(schedule, "in_turn"):
        return
    turn = Lock()

    def in_turn(storage: Any) -> None:
        with turn:
            schedule(storage)

    in_turn.in_turn = True  # type: ignore[attr-defined]
    setattr(MemoryStorage, METHOD, in_turn)
