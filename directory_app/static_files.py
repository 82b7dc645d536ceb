"""Style sheet, scripts and fonts: served by WhiteNoise under addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask, url_for
from flask_compress import Compress
from whitenoise import WhiteNoise

FOLDER = Path(__file__).parent / "static"
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Serve the folder before Flask sees the request, and compress pages."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=FOLDER, prefix="static/", max_age=YEAR, add_headers_function=_headers
    )
    app.add_url_rule("/static/<path:filename>", endpoint="static", build_only=True)
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    app.config.setdefault("COMPRESS_BR_LEVEL", 4)
    Compress(app)
    app.add_template_global(static_url)


def static_url(filename: str) -> str:
    """Address of a static file with a digest of its content, so that browsers may keep it for a year."""
    return url_for("static", filename=filename, v=_digest(filename))


@cache
def _digest(filename: str) -> str:
    return hashlib.sha256((FOLDER / filename).read_bytes()).hexdigest()[:10]


def _headers(headers: Headers, _path: str, _url: str) -> None:
    extra: dict[str, Any] = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
    for name, value in extra.items():
        headers[name] = value
