"""Pages that every visitor sees alike, kept in memory for as long as nothing they show has changed.

A visitor has no cookie, so that one search and one profile look the same to all of them. A page is kept with a stamp
that moves when anything it shows moves, such as the clock of public listings; the stamp is asked for at every request,
so that a change shows at once. Kept pages hold what visitors searched for, never who did, and end with the process.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from flask import Flask, current_app, request

from . import site

# What no stamp tells of, such as a list that the operator changes, shows after so many seconds at the latest.
SECONDS = 300.0
# Packed, a page takes a fifth; unpacking takes a tenth of a millisecond. About 400 pages have room.
LARGEST_BYTES = 4_000_000
PACKING = 1


@dataclass(frozen=True)
class Page:
    """A page and the numbers of the listings on it, which are counted each time it is shown.

    `area` is the country and region of a search that found next to nobody, which is counted too.
    """

    html: str
    listings: tuple[int, ...] = ()
    area: tuple[str, str] | None = None


@dataclass(frozen=True)
class _Kept:
    packed: bytes
    listings: tuple[int, ...]
    stamp: Hashable
    until: float


class Memory:
    """The pages of one process; the ones shown longest ago leave first. Threads may share it."""

    def __init__(self, largest: int = LARGEST_BYTES) -> None:
        self._pages: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._largest = largest
        self._bytes = 0

    def get(self, key: Hashable, stamp: Hashable) -> Page | None:
        """The page kept under `key`, if it was made at the same stamp and not too long ago."""
        with self._lock:
            found = self._pages.get(key)
            if found is None or found.stamp != stamp or time.monotonic() > found.until:
                return None
            self._pages.move_to_end(key)
        return Page(zlib.decompress(found.packed).decode(), found.listings)

    def put(self, key: Hashable, stamp: Hashable, page: Page) -> None:
        """Keep a page, in place of an older one."""
        packed = zlib.compress(page.html.encode(), PACKING)
        with self._lock:
            self._drop(key)
            self._pages[key] = _Kept(packed, page.listings, stamp, time.monotonic() + SECONDS)
            self._bytes += len(packed)
            while self._bytes > self._largest:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _drop(self, key: Hashable) -> None:
        left = self._pages.pop(key, None)
        if left is not None:
            self._bytes -= len(left.packed)


def init_app(app: Flask) -> None:
    """Give this process its memory of pages."""
    app.extensions["kept"] = Memory()


def page(stamp: Hashable, make: Callable[[], Page]) -> Page:
    """The page at this address as it was made at `stamp`, or made now. Whoever sends a cookie gets one of their own."""
    if request.cookies:
        return make()
    memory: Memory = current_app.extensions["kept"]
    key = (request.endpoint, request.full_path)
    # Names of techniques, rules of a place and the name of the site stand on these pages too.
    whole = (site.stamp(), stamp)
    found = memory.get(key, whole)
    if found is None:
        found = make()
        memory.put(key, whole, found)
    return found
