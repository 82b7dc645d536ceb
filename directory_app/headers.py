"""Security headers of every answer, and what no request may be: forged by another site, or larger than pages ask for.

The content policy is static: all scripts and styles are files of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from . import request_ids
from .errors import BadParameter
from .forms import LARGEST_NUMBER
from .login.origin import is_another_site

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), geolocation=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

YEAR = 365 * 24 * 3600
PRIVATE_PATHS = (
    "/account",
    "/administration",
    "/my-listing",
    "/my-claims",
    "/my-data",
    "/moderation",
    "/development",
    "/confirm",
    "/conversation",
    "/reminders",
)
# What is shown to whoever sent a form, a letter and its sender among it, and where they come after it.
SENT = frozenset({"messages.sent"})
TOKEN_PATHS = (
    "/account/confirm/",
    "/account/recover/",
    "/account/e-mail/confirm/",
    "/confirm",
    "/conversation/",
    "/reminders/",
    "/my-listing/confirmations/sheets/",
)
MEGABYTE = 1_000_000
BODY_LIMIT = MEGABYTE
# The form around a file.
AROUND = 100_000
# A photo or a licence document of 6 MB.
UPLOAD_LIMIT = 6 * 1024 * 1024 + AROUND
UPLOADS = frozenset({"listings.photo", "claims.send_document"})
# More than any form of ours has, and less than would keep a process busy with telling them apart.
MOST_FIELDS = 200
LONGEST_QUERY = 8_000
CHANGING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ANOTHER_SITE = (
    "This was sent by a page of another site, so nothing was changed. Open the page here and send it from there."
)


class Number(IntegerConverter):
    """A number in an address: no larger than a column holds, so that no database is asked for one it refuses."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_NUMBER, **options})


def init_app(app: Flask) -> None:
    """Send the headers, trust the configured proxies only, refuse foreign hosts in production and huge bodies."""
    app.url_map.converters["int"] = Number
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.config["MAX_FORM_MEMORY_SIZE"] = BODY_LIMIT
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    limits = {
        **dict.fromkeys(UPLOADS, UPLOAD_LIMIT),
        "exchange.upload": app.config["IMPORT_MEGABYTES"] * MEGABYTE + AROUND,
    }
    app.before_request(lambda: _make_room_for_files(limits))
    app.before_request(_refuse_other_sites)
    app.before_request(_refuse_heaps)
    headers = {**HEADERS, "Content-Security-Policy": policy(app.config["MAP_TILES"])}
    app.after_request(lambda response: _add(response, headers))
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.wsgi_app = _Numbered(app.wsgi_app, bool(proxies))  # type: ignore[method-assign]
    if app.config["ENVIRONMENT"] == "production":
        app.config["TRUSTED_HOSTS"] = [urlsplit(app.config["BASE_ADDRESS"]).hostname]
        secure_only = {"Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains"}
        app.after_request(lambda response: _set(response, secure_only))


class _Numbered:
    """Gives every request its number before anything looks at it, and hands the number back with the answer.

    One that came with the request counts only where a proxy is trusted; it has to set it anew for every request.
    """

    def __init__(self, wrapped: Callable[..., Any], behind_proxy: bool) -> None:
        self._wrapped = wrapped
        self._behind_proxy = behind_proxy

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        given = str(environ.get("HTTP_X_REQUEST_ID", "")) if self._behind_proxy else ""
        token = request_ids.begin(given)
        number = request_ids.current()

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, [*headers, ("X-Request-ID", number)], *error)

        try:
            answer: Iterable[bytes] = self._wrapped(environ, start)
        finally:
            request_ids.end(token)
        return answer


def _make_room_for_files(limits: dict[str, int]) -> None:
    """Let in larger bodies where files come in, and nowhere else. Runs before anything reads the body."""
    if request.endpoint in limits:
        request.max_content_length = limits[request.endpoint]


def _refuse_other_sites() -> None:
    """Forms are sent by pages of ours alone; the token of a form is the second lock on the same door."""
    if request.method in CHANGING_METHODS and is_another_site():
        raise BadParameter("Origin", ANOTHER_SITE)


def _refuse_heaps() -> None:
    """A query longer than any page makes, or more fields than any form has, is read no further."""
    if len(request.query_string) > LONGEST_QUERY or request.query_string.count(b"&") >= MOST_FIELDS:
        raise RequestURITooLarge
    if request.method in CHANGING_METHODS and sum(len(some) for _, some in request.form.lists()) > MOST_FIELDS:
        raise RequestEntityTooLarge


def policy(tiles: str) -> str:
    """The content policy, which lets in pictures of a tile server's host where the configuration names one."""
    if not tiles:
        return POLICY
    parts = urlsplit(tiles)
    return POLICY.replace("img-src 'self' data:", f"img-src 'self' data: {parts.scheme}://{parts.netloc}")


def _add(response: Response, headers: dict[str, str]) -> Response:
    _set(response, headers)
    if request.path.startswith(TOKEN_PATHS):
        response.headers["Referrer-Policy"] = "no-referrer"
    if request.path.startswith(PRIVATE_PATHS):
        response.headers["X-Robots-Tag"] = "noindex"
    of_a_form = request.method in CHANGING_METHODS or request.endpoint in SENT
    if of_a_form or request.path.startswith(PRIVATE_PATHS) or current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    return response


def _set(response: Response, headers: dict[str, str]) -> Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response
