"""Limits on attempts: how often one network or one address may try to sign in, register or recover."""

from __future__ import annotations

import ipaddress
from typing import Any

from flask import Flask, g, request
from flask_limiter import Limiter

SIGN_IN_VIEWS = ("security.login", "security.verify")
DRAWING_VIEW = "discovery.profile_picture"
MAIL_VIEWS = ("security.register", "security.forgot_password", "security.send_confirmation")


def network() -> str:
    """The network a request comes from: the address, or for IPv6 its /64, which one household shares."""
    address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def account_named() -> str:
    """The address typed into the form, one spelling for all."""
    return "account:" + request.form.get("email", "").strip().casefold()[:255]


def init_app(app: Flask) -> None:
    """Count in Redis where there is one, else in this process."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.config["REDIS_URL"] or "memory://")
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", True)
    app.extensions["limits"] = Limiter(key_func=network, strategy="moving-window", app=app)


def limit_sign_in(app: Flask) -> None:
    """Put limits on the views of Flask-Security that guess passwords or send letters."""
    for endpoint in SIGN_IN_VIEWS:
        _limit(app, endpoint, "25 per 5 minutes", "10 per 5 minutes")
    for endpoint in MAIL_VIEWS:
        _limit(app, endpoint, "10 per 30 minutes", "5 per day")


def limit_drawing(app: Flask) -> None:
    """Limit how many pictures one network may have drawn; those that are drawn already cost nothing and count not."""
    limiter: Limiter = app.extensions["limits"]
    view: Any = app.view_functions[DRAWING_VIEW]
    limited = limiter.limit("30 per minute", deduct_when=lambda _response: g.get("picture_drawn", False))
    app.view_functions[DRAWING_VIEW] = limited(view)


def _limit(app: Flask, endpoint: str, per_network: str, per_account: str) -> None:
    limiter: Limiter = app.extensions["limits"]
    view: Any = app.view_functions[endpoint]
    view = limiter.limit(per_network, methods=["POST"])(view)
    view = limiter.limit(per_account, key_func=account_named, methods=["POST"])(view)
    app.view_functions[endpoint] = view
