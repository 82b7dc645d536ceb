"""How many dear requests one process does at once, so that a crowd that searches leaves room for who reads a profile.

A process has eight threads. Without a turnstile eight searches fill them all and a profile waits behind every one; with
it a few searches run, a few more wait, and the next is asked to come back in a moment.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from .callers import COUNT_VIEW, SEARCH_VIEWS
from .errors import Crowded

AT_ONCE = 2
WAITING = 3
SECONDS = 4.0


class Turnstile:
    """Lets `at_once` through; `waiting` more stand in front of it, each for at most so many seconds."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING, seconds: float = SECONDS) -> None:
        self._inside = threading.BoundedSemaphore(at_once)
        self._here = threading.BoundedSemaphore(at_once + waiting)
        self._seconds = seconds

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Stand inside for as long as the block takes. Raises Crowded where too many wait or one waited too long."""
        if not self._here.acquire(blocking=False):
            raise Crowded
        try:
            if not self._inside.acquire(timeout=self._seconds):
                raise Crowded
            try:
                yield
            finally:
                self._inside.release()
        finally:
            self._here.release()


def init_app(app: Flask) -> None:
    """Put one turnstile of this process in front of the views that search."""
    turnstile = app.extensions["turnstile"] = Turnstile()
    for endpoint in (*SEARCH_VIEWS, COUNT_VIEW):
        app.view_functions[endpoint] = _behind(turnstile, app.view_functions[endpoint])


def _behind(turnstile: Turnstile, view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    def passing(*args: Any, **named: Any) -> Any:
        with turnstile.passed():
            return view(*args, **named)

    return passing
