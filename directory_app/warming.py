"""What a server does before its processes part, so that no visitor waits for it and all processes share it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Flask

from . import scorekeeping, search, site

# In nobody's words. Its page has every filter with a nought beside it, which is remembered apart.
NOBODY = "qzxqzx"
# Counted as a robot, and asking for headers only: neither is a visitor in the daily totals.
AGENT = "own bot at the start of the server"


def warm(app: Flask) -> None:
    """Read the index of search, make the scorer ready, and answer one request for each page that most visitors open.

    The first request for a page compiles its templates and statements and reads the base map. No connection stays open.
    """
    site.refresh(app)
    # Nothing else needs so much memory meanwhile: what is made after it comes to lie in the places it leaves.
    search.warm(app)
    scorekeeping.warm()
    visitor = app.test_client(use_cookies=False)
    for path in _pages(app):
        visitor.head(path, base_url=app.config["BASE_ADDRESS"], headers={"User-Agent": AGENT})
    # Connections must not be shared by processes.
    search.close_connections(app.extensions["engine"])
    if "replica" in app.extensions:
        app.extensions["replica"].engine.dispose()


def _pages(app: Flask) -> Iterator[str]:
    yield "/"
    with app.extensions["reading_sessions"]() as session:
        example = search.example(session)
    if example is not None:
        yield f"/search?{urlencode({'place': example.place})}"
        yield f"/search?{urlencode({'place': example.place, 'radius': 'any', 'words': example.place})}"
        yield f"/search?{urlencode({'place': example.place, 'words': NOBODY})}"
        yield f"/therapists/{example.slug}"
