"""The visitor's search, the map beside it, and the public profile."""

from typing import Any

from . import map_views
from .index import index_of
from .views import blueprint


def warm(app: Any) -> None:
    """Read the index of search, so that no visitor waits for it."""
    with app.extensions["reading_sessions"]() as session:
        index_of(session).state(session)


__all__ = ["blueprint", "map_views"]
