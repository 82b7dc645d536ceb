"""Pages that every visitor sees alike, kept in memory for as long as nothing they show has changed.

A visitor has no cookie, so that one search and one profile look the same to all of them. A page is kept with a stamp
that moves when anything it shows moves, such as the clock of public listings; the stamp is asked for at every request,
so that a change shows at once. Kept pages hold what visitors searched for, never who did, and end with the process.

They are kept as they are sent, so that a page shown again is neither unpacked nor packed.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

import brotli
from flask import Flask, current_app, request
from flask.wrappers import Response

from . import site

# What no stamp tells of, such as a list that the operator changes, shows after so many seconds at the latest.
SECONDS = 300.0
# Packed, a page takes a fifth or less. About 400 pages have room.
LARGEST_BYTES = 4_000_000
# What Flask-Compress calls it, in its settings and in what browsers say they unpack.
PACKING = "br"


@dataclass(frozen=True)
class Page:
    """A page and the numbers of the listings on it, which are counted each time it is shown.

    `area` is the country and region of a search that found next to nobody, which is counted too. `packed` is the page
    as it can be sent; empty where nobody has packed it.
    """

    html: str
    listings: tuple[int, ...] = ()
    area: tuple[str, str] | None = None
    packed: bytes = b""

    @property
    def answer(self) -> Response:
        """What to send to the browser of this request."""
        if not self.packed or request.accept_encodings.quality(PACKING) <= 0:
            return current_app.make_response(self.html or brotli.decompress(self.packed).decode())
        answer = current_app.make_response(self.packed)
        answer.content_encoding = PACKING
        return answer


@dataclass(frozen=True)
class _Kept:
    page: Page
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
        return found.page

    def put(self, key: Hashable, stamp: Hashable, page: Page) -> None:
        """Keep a packed page, in place of an older one."""
        with self._lock:
            self._drop(key)
            self._pages[key] = _Kept(replace(page, html=""), stamp, time.monotonic() + SECONDS)
            self._bytes += len(page.packed)
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
            self._bytes -= len(left.page.packed)


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
        made = make()
        found = replace(made, packed=_packed(made.html))
        memory.put(key, whole, found)
    return found


def _packed(html: str) -> bytes:
    config = current_app.config
    packed: bytes = brotli.compress(
        html.encode(), quality=config["COMPRESS_BR_LEVEL"], lgwin=config["COMPRESS_BR_WINDOW"]
    )
    return packed
