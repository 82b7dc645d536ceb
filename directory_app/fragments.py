"""Markup and addresses that come back on page after page: made once for each set of what they are made of."""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from flask import Flask, has_request_context, request, url_for
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from .models import now

# The options of all filters, which every page of results asks for, and some 300 rows: about 2 MB.
KEPT = 500
# Stands for what is filled in while a macro is rendered. Nobody can write it into a text, since nobody knows it.
HOLE = secrets.token_hex(12)


def init_app(app: Flask) -> None:
    """Let templates render a macro once for many pages, and build the address of a page without parameters once."""
    app.add_template_global(framed)

    @cache
    def plain(endpoint: str, _root: str) -> str:
        return url_for(endpoint)

    def address(endpoint: str, **values: Any) -> str:
        # What begins with a point depends on the page it is asked on.
        if values or endpoint.startswith(".") or not has_request_context():
            return url_for(endpoint, **values)
        return plain(endpoint, request.script_root)

    app.jinja_env.globals["url_for"] = address


def framed(inside: str, macro: Macro, *arguments: Hashable) -> Markup:
    """What `macro(inside, *arguments)` gives, rendered at most once a day for these arguments whatever is inside.

    Only for a macro that writes `inside` once, as it is, and whose markup depends on nothing else but its arguments,
    the day, and addresses of this site, which begin with the path it is served under.
    """
    before, after = _frame(macro, now().date(), request.script_root, *arguments)
    return Markup(f"{before.decode()}{escape(inside)}{after.decode()}")


@lru_cache(maxsize=KEPT)
def _frame(macro: Macro, _day: date, _root: str, *arguments: Hashable) -> tuple[bytes, bytes]:
    # As bytes: one curly quotation mark would double the memory of a text.
    before, after = str(macro(HOLE, *arguments)).split(HOLE)
    return before.encode(), after.encode()


def forget() -> None:
    """Render everything anew from here on, as in a process that has just started."""
    _frame.cache_clear()
