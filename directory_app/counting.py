"""The counters of limits that live in this process, made safe for threads.

limits 5.8 looks whether its timer runs and starts one without a lock. Where two threads of a process count at once
after the timer has ended, both start the same one and a visitor reads "Something went wrong". Its source is mended
since (alisaifee/limits, pull request 352), and nothing with that was released by 2026-11-27.

Flask-Limiter tells everybody whose requests are counted when to come again, also who got what they asked for.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from flask import Flask, Response
from limits.storage import MemoryStorage

# The name by which Python hides the method, so that subclasses do not meet it by accident.
METHOD = "_MemoryStorage__schedule_expiry"
REFUSALS = {429, 503}


def init_app(app: Flask) -> None:
    """Mend both. To be called before the library is told of the app: what is registered first comes last."""
    app.after_request(_wait_only_when_refused)
    _take_turns()


def _wait_only_when_refused(response: Response) -> Response:
    if response.status_code not in REFUSALS:
        response.headers.pop("Retry-After", None)
    return response


def _take_turns() -> None:
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
