"""Time for tests: a form that a person opened a minute ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine

from directory_app.models import now


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
