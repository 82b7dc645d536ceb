"""Markup and addresses that come back on page after page: made once for each set of what they are made of."""

from __future__ import annotations

import secrets
from collections.abc import Hashable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from flask import Flask, current_app, has_request_context, request, url_for
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from .models import now

# The options of all filters, which every page of results asks for, and some 300 rows: about 2 MB.
KEPT = 500
# Stands for what is filled in while a macro is rendered. Nobody can write it into a text, since nobody knows it.
HOLE = secrets.token_hex(12)


# What may stand in the parameters of an address as it is, as where Werkzeug builds them.
PLAIN = "!$'()*,/:;?@"


def init_app(app: Flask) -> None:
    """Let templates render a macro once for many pages, and put addresses together from parts that come back."""
    app.add_template_global(framed)
    app.add_template_global(framed_each)
    app.extensions["paths"] = {}
    app.jinja_env.globals["url_for"] = address


def address(endpoint: str, **values: Any) -> str:
    """What `flask.url_for` gives. The links of a list of results differ in one or two of a dozen parameters."""
    # What begins with a point depends on the page it is asked on; what begins with a line is said to Flask.
    if endpoint.startswith(".") or not has_request_context() or any(name.startswith("_") for name in values):
        return url_for(endpoint, **values)
    path = _path(endpoint)
    if path is None:
        return url_for(endpoint, **values)
    asked = "&".join(
        _parameter(name, str(one))
        for name, value in values.items()
        for one in (value if isinstance(value, list | tuple) else [value])
        if one is not None
    )
    return f"{path}?{asked}" if asked else path


def _path(endpoint: str) -> str | None:
    """The path of a page; None where it has parts that differ."""
    built: dict[tuple[str, str], str | None] = current_app.extensions["paths"]
    key = endpoint, request.script_root
    if key not in built:
        differs = any(rule.arguments for rule in current_app.url_map.iter_rules(endpoint))
        built[key] = None if differs else url_for(endpoint)
    return built[key]


@lru_cache(maxsize=KEPT)
def _parameter(name: str, value: str) -> str:
    return f"{quote_plus(name, PLAIN)}={quote_plus(value, PLAIN)}"


def framed(inside: str, macro: Macro, *arguments: Hashable) -> Markup:
    """What `macro(inside, *arguments)` gives, rendered at most once a day for these arguments whatever is inside.

    Only for a macro that writes `inside` once, as it is, and whose markup depends on nothing else but its arguments,
    the day, and addresses of this site, which begin with the path it is served under.
    """
    return framed_each(macro, [(inside, *arguments)])


def framed_each(macro: Macro, calls: Iterable[tuple[Any, ...]]) -> Markup:
    """What `framed` gives for each of `calls`, what is inside first, one behind the other."""
    day, root = now().date(), request.script_root
    parts: list[bytes] = []
    for inside, *arguments in calls:
        before, after = _frame(macro, day, root, *arguments)
        parts += (before, escape(inside).encode(), after)
    return Markup(b"".join(parts).decode())


@lru_cache(maxsize=KEPT)
def _frame(macro: Macro, _day: date, _root: str, *arguments: Hashable) -> tuple[bytes, bytes]:
    # As bytes: one curly quotation mark would double the memory of a text.
    before, after = str(macro(HOLE, *arguments)).split(HOLE)
    return before.encode(), after.encode()


def forget() -> None:
    """Render everything anew from here on, as in a process that has just started."""
    _frame.cache_clear()
