"""Requests to a WSGI application without a server and without a test client, whose own cost would count."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, urlencode

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# What browsers send; it decides whether pages are compressed.
ENCODINGS = "gzip, deflate, br"


class UnexpectedAnswer(Exception):
    """A page that should have opened did not, so that its figure would mean nothing."""


def address(path: str, **parameters: str) -> str:
    """A path with its parameters."""
    return f"{path}?{urlencode(parameters)}" if parameters else path


def get(app: Application, target: str, cookie: str = "") -> bytes:
    """The body of the answer, as sent. Raises UnexpectedAnswer for any status but 200."""
    path, _, query = target.partition("?")
    answered: list[str] = []

    def start_response(status: str, _headers: object, _error: object = None) -> None:
        answered.append(status)

    body = app(_environ(path, query) | ({"HTTP_COOKIE": cookie} if cookie else {}), start_response)
    try:
        content = b"".join(body)
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
    if not answered[0].startswith("200"):
        raise UnexpectedAnswer(f"{target}: {answered[0]}")
    return content


def _environ(path: str, query: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        # As servers hand it on: bytes, each as one letter.
        "PATH_INFO": path.encode().decode("latin-1"),
        "RAW_URI": quote(path) + ("?" + query if query else ""),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT": "text/html",
        "HTTP_ACCEPT_ENCODING": ENCODINGS,
        "HTTP_USER_AGENT": "benchmark",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
