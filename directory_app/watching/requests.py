"""Counts every request by the name of its page, and what connections the database has; answers probes by any name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Engine, event

from .. import measured
from .readiness import Database

PATHS = frozenset({"/health", "/ready", "/metrics"})
# An address that leads nowhere: which one it was may hold what somebody typed.
NOWHERE = "nowhere"


def count_requests(app: Flask) -> None:
    """Begin to measure before anything else of a request happens, and count it after everything else did."""
    app.before_request(_begin)
    app.after_request(_count)


def init_app(app: Flask) -> None:
    """Know what is asked for, and let probes in whatever host they name."""
    engine: Engine = app.extensions["engine"]
    app.extensions["readiness"] = Database(engine)
    _count_connections(engine)
    app.wsgi_app = _ByAnyName(app.wsgi_app, app.config["BASE_ADDRESS"])  # type: ignore[method-assign]


class _ByAnyName:
    """Lets a balancer ask by the number of a machine, with no host or with a wrong one, and without a sign-in.

    These three pages link to nothing, so that no false host can get into an address; all others keep their check.
    """

    def __init__(self, wrapped: Callable[..., Any], base: str) -> None:
        self._wrapped = wrapped
        self._host = urlsplit(base).netloc

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("PATH_INFO") in PATHS:
            for name in ("HTTP_X_FORWARDED_HOST", "HTTP_COOKIE"):
                environ.pop(name, None)
            environ["HTTP_HOST"] = self._host
        answer: Iterable[bytes] = self._wrapped(environ, start_response)
        return answer


def _begin() -> None:
    g.begun_at = time.perf_counter()


def _count(response: Response) -> Response:
    begun = g.pop("begun_at", None)
    if begun is not None and request.blueprint != "watching":
        endpoint = request.endpoint if request.endpoint in current_app.view_functions else NOWHERE
        one = measured.measures()
        one.requests.labels(endpoint, f"{response.status_code // 100}xx").inc()
        one.request_seconds.labels(endpoint).observe(time.perf_counter() - begun)
    return response


def _count_connections(engine: Engine) -> None:
    pool: Any = engine.pool
    if not hasattr(pool, "checkedout"):
        return

    limit = pool.size() + max(getattr(pool, "_max_overflow", 0), 0)

    def note(*_: Any) -> None:
        one = measured.measures()
        # The pool of the moment: closing all connections gives an engine another one.
        present: Any = engine.pool
        one.connections.set(max(present.checkedout(), 0))
        one.connections_limit.set(limit)

    event.listen(engine, "checkout", note)
    event.listen(engine, "checkin", note)
