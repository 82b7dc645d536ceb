"""Addresses as people write them, with a slash at the end or with capitals: they lead to the one that the page has."""

from __future__ import annotations

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

# Names of therapists and places, which we write small. Elsewhere in an address capitals may mean something.
SMALL = frozenset({"slug", "country", "region", "city"})
PERMANENT = 301


def init_app(app: Flask) -> None:
    """Lead on before anything looks for what no page has by that name."""
    app.before_request(_to_the_right_one)


def _to_the_right_one() -> Response | None:
    if request.method not in {"GET", "HEAD"}:
        return None
    path, small = request.path, request.path.lower()
    if request.url_rule is not None:
        return _there(small) if small != path else None
    if not isinstance(request.routing_exception, NotFound):
        return None
    bare = path.rstrip("/")
    return _there(bare.lower()) or _there(bare, as_it_is=True) or _there(bare.lower() + "/")


def _there(path: str, *, as_it_is: bool = False) -> Response | None:
    """The way to `path`, if a page can be there. Unless `as_it_is`, only names in it were made small."""
    routes = current_app.create_url_adapter(request)
    if routes is None or not path:
        return None
    try:
        rule, values = routes.match(path, method="GET", return_rule=True)
    except HTTPException:
        return None
    if not (as_it_is or SMALL.issuperset(values)):
        return None
    asked = request.query_string.decode(errors="replace")
    return redirect(url_for(rule.endpoint, **values) + (f"?{asked}" if asked else ""), PERMANENT)
