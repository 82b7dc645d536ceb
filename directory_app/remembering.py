"""Facts that are dear to find out and may be a minute old: each process finds them out once a minute, for everybody.

What takes long is kept longer, so that a process spends at most a hundredth of its time on it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from flask import Flask, current_app

T = TypeVar("T")

SECONDS = 60.0
TIMES_AS_LONG = 100
MOST = 500


@dataclass
class _Memory:
    """What is known, with the moment at which it gets too old, and one lock for each thing that is being found out."""

    known: dict[Hashable, tuple[float, Any]] = field(default_factory=dict)
    busy: dict[Hashable, threading.Lock] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def init_app(app: Flask) -> None:
    """Give the application its memory. Tests set REMEMBERED_SECONDS to 0."""
    app.config.setdefault("REMEMBERED_SECONDS", SECONDS)
    app.extensions["remembering"] = _Memory()


def remembered(key: Hashable, find_out: Callable[[], T]) -> T:
    """What `find_out` answered within the last minute, or a hundred times as long as it took, or answers now.

    One thread finds out; others meanwhile get what was known before, or wait where nothing was. Holds 500 things, the
    longest known leave first.
    """
    memory: _Memory = current_app.extensions["remembering"]
    seconds = float(current_app.config["REMEMBERED_SECONDS"])
    if seconds <= 0:
        return find_out()
    with memory.lock:
        before = memory.known.get(key)
        busy = memory.busy.setdefault(key, threading.Lock())
    if before is not None and (time.monotonic() < before[0] or not busy.acquire(blocking=False)):
        return cast(T, before[1])
    if before is None:
        busy.acquire()
    try:
        return _found_out(memory, key, find_out, seconds)
    finally:
        busy.release()


def _found_out(memory: _Memory, key: Hashable, find_out: Callable[[], T], seconds: float) -> T:
    # Whoever waited for the lock finds that the one before has just found out.
    known = memory.known.get(key)
    if known is not None and time.monotonic() < known[0]:
        return cast(T, known[1])
    start = time.monotonic()
    value = find_out()
    end = time.monotonic()
    with memory.lock:
        memory.known.pop(key, None)
        memory.known[key] = (end + max(seconds, TIMES_AS_LONG * (end - start)), value)
        while len(memory.known) > MOST:
            oldest = next(iter(memory.known))
            memory.known.pop(oldest)
            memory.busy.pop(oldest, None)
    return value
