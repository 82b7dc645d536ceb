"""The visitor's search, the map beside it, and the public profile."""

import time
from collections.abc import Callable
from typing import Any

from .. import measured
from . import map_views
from .index import close_connections, index_of
from .queries import example
from .views import blueprint

INDEX_SECONDS = 10.0


def warm(app: Any) -> None:
    """Read the index of search, so that no visitor waits for it."""
    with app.extensions["reading_sessions"]() as session:
        index_of(session).state(session)


def look_again(app: Any) -> None:
    """Bring the index up to date also where nobody searches, and tell whoever watches how far it has come."""
    with app.extensions["reading_sessions"]() as session:
        state = index_of(session).state(session)
    one = measured.measures()
    one.index_version.set(state.version)
    one.index_points.set(state.live)
    one.index_checked.set(time.time())


def tasks_of_process(app: Any) -> list[tuple[str, float, Callable[[], object]]]:
    """What the job runner of every process repeats."""
    return [("search index", INDEX_SECONDS, lambda: look_again(app))]


__all__ = ["blueprint", "close_connections", "example", "map_views", "tasks_of_process", "warm"]
