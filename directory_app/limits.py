"""Limits on attempts: how often one network or one address may try to sign in, register or recover.

And on what costs more than a page; those on what visitors send stand in `visitor_limits`, and are put on views here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_login import current_user

from . import counting
from .callers import (
    COUNT_VIEW,
    SEARCH_VIEWS,
    account_named,
    everybody,
    guesses_on_account,
    link_opened,
    network,
    signed_in_account,
)
from .visitor_limits import VISITOR_LIMITS

UPLOAD_VIEW = "listings.photo"
DRAWING_VIEW = "discovery.profile_picture"
CONFIRM_VIEW = "security.confirm_email"
PASSKEY_VIEWS = ("security.wan_signin_response", "security.wan_verify_response")
# Both ask for a password of somebody who is not in yet.
PASSWORD_VIEWS = ("security.login", CONFIRM_VIEW)
# Who is signed in shows a password once more.
AGAIN_VIEWS = ("security.verify", "security.change_password")
CODE_VIEWS = (
    "security.two_factor_token_validation",
    "security.two_factor_setup_validate",
    "security.mf_recovery",
)
MAIL_VIEWS = ("security.register", "security.forgot_password", "security.send_confirmation")
LIVE_VIEW = "questionnaire.reading"
ADDRESS_VIEW = "accounts.address"
SHEET_VIEWS = (
    "shortlist.call_card_pdf",
    "shortlist.call_card_for_pdf",
    "shortlist.call_card_with_phone_pdf",
    "confirmations.sheet_pdf",
)
CLIENT_CODE_VIEWS = ("confirmations.confirm", "confirmations.withdraw")


def init_app(app: Flask) -> None:
    """Count in Redis where there is one, else in this process; there too while Redis does not answer."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.config["REDIS_URL"] or "memory://")
    if app.config["RATELIMIT_STORAGE_URI"] != "memory://":
        app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", True)
        app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", _redis_ways())
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", True)
    counting.init_app(app)
    app.extensions["limits"] = Limiter(key_func=network, strategy="moving-window", app=app)


def _redis_ways() -> dict[str, Any]:
    """A page does not wait for a counter: what does not answer at once, or at the second try, counts as away."""
    # Four megabytes that a directory without Redis does without.
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 1)}


def limit_sign_in(app: Flask) -> None:
    """Put limits on views that guess passwords or codes, or that send letters. Numbers: docs/operations.md."""
    _limit(app, PASSWORD_VIEWS, ("25 per 5 minutes", network), ("1000 per 5 minutes", everybody))
    _limit(app, ("security.login",), ("10 per 5 minutes", guesses_on_account))
    _limit(app, (CONFIRM_VIEW,), ("10 per 5 minutes", link_opened))
    _limit(app, PASSKEY_VIEWS, ("25 per 5 minutes", network))
    _limit(app, AGAIN_VIEWS, ("25 per 5 minutes", network), ("10 per 5 minutes", signed_in_account))
    _limit(app, CODE_VIEWS, ("5 per 5 minutes; 20 per hour; 50 per day", signed_in_account))
    _limit(app, MAIL_VIEWS, ("10 per 30 minutes", network), ("5 per day", account_named))
    _limit_registering(app)
    _limit(app, (ADDRESS_VIEW,), ("10 per day", signed_in_account), ("5 per day", account_named))


def _limit_registering(app: Flask) -> None:
    """Fewer new accounts than letters, of those that were made: who corrects a password is not counted."""
    limiter: Limiter = app.extensions["limits"]
    limited = limiter.limit(
        "5 per 30 minutes",
        key_func=network,
        methods=["POST"],
        deduct_when=lambda response: response.status_code in (302, 303),
        error_message="Five accounts can be made from one connection in half an hour. Wait, then register again.",
    )
    _put(app, ("security.register",), limited)


def limit_visitors(app: Flask) -> None:
    """Put limits on what anybody may do. Of a form only what is stored counts: correcting it costs nothing."""
    limiter: Limiter = app.extensions["limits"]
    for one in VISITOR_LIMITS:
        limited = limiter.shared_limit(
            one.amount,
            scope=one.endpoint,
            key_func=one.key,
            methods=[one.method],
            error_message=one.sentence,
            deduct_when=_is_stored if one.method == "POST" and one.stores else None,
        )
        _put(app, (one.endpoint, *one.beside), limited)


def _is_stored(response: Response) -> bool:
    return response.status_code == 303


def limit_sheets(app: Flask) -> None:
    """Put one limit on the views that set a PDF, which costs more than a page."""
    limiter: Limiter = app.extensions["limits"]
    together = limiter.shared_limit("30 per minute", scope="sheets")
    _put(app, SHEET_VIEWS, together)


def limit_searching(app: Flask) -> None:
    """Limit how often one network searches, so that programs that gather listings do not slow down everybody else."""
    limiter: Limiter = app.extensions["limits"]
    for scope, views in (("searching", SEARCH_VIEWS), ("counting", (COUNT_VIEW,))):
        together = limiter.shared_limit(
            f"{app.config['SEARCHES_PER_MINUTE']} per minute",
            scope=scope,
            error_message="Very many searches came from your connection. Wait a minute, then open the page again.",
        )
        _put(app, views, together)


def limit_live_reading(app: Flask) -> None:
    """Limit how often one account has a half-written answer read: more than anybody types, less than a program asks."""
    limiter: Limiter = app.extensions["limits"]
    limited = limiter.limit(
        "60 per minute; 900 per hour",
        key_func=lambda: f"reading:{current_user.get_id() or network()}",
        error_message="Your answer was read very often just now. Go on writing; it is read again in a minute.",
    )
    _put(app, (LIVE_VIEW,), limited)


def limit_uploads(app: Flask) -> None:
    """Limit how many photos one account may send: reading one costs more than a page."""
    limiter: Limiter = app.extensions["limits"]
    limited = limiter.limit(
        "20 per hour",
        key_func=signed_in_account,
        methods=["POST"],
        exempt_when=lambda: not request.files.get("file"),
        error_message="Twenty photos an hour can be sent. Wait an hour, then choose your photo again.",
    )
    _put(app, (UPLOAD_VIEW,), limited)


def limit_drawing(app: Flask) -> None:
    """Limit how many pictures one network may have drawn; those that are drawn already cost nothing and count not."""
    limiter: Limiter = app.extensions["limits"]
    _put(
        app,
        (DRAWING_VIEW,),
        limiter.limit("30 per minute", deduct_when=lambda _response: g.get("picture_drawn", False)),
    )


def limit_codes(app: Flask) -> None:
    """Limit how many codes and receipts that open nothing one network may try; right ones cost nothing."""
    limiter: Limiter = app.extensions["limits"]
    together = limiter.shared_limit(
        "10 per hour",
        scope="codes",
        error_message="Many codes that open nothing came from your connection. Wait an hour, then type yours again.",
        deduct_when=lambda _response: g.get("wrong_code", False),
    )
    _put(app, CLIENT_CODE_VIEWS, together)


def _limit(app: Flask, endpoints: tuple[str, ...], *limits: tuple[str, Callable[[], str]]) -> None:
    """Limits that these views share."""
    limiter: Limiter = app.extensions["limits"]
    for amount, key in limits:
        scope = f"{endpoints[0]} by {key.__name__}"
        _put(app, endpoints, limiter.shared_limit(amount, scope=scope, key_func=key, methods=["POST"]))


def _put(app: Flask, endpoints: tuple[str, ...], limited: Callable[[Any], Any]) -> None:
    """Put a limit on views that exist already."""
    for endpoint in endpoints:
        app.view_functions[endpoint] = limited(app.view_functions[endpoint])
