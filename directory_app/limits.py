"""Limits on attempts: how often one network or one address may try to sign in, register or recover.

And limits on what visitors may do without an account: look at contact details, write messages, report.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_login import current_user

SIGN_IN_VIEWS = ("security.login", "security.verify")
SEARCH_VIEWS = ("search.results", "search.results_with_map", "search.points")
DRAWING_VIEW = "discovery.profile_picture"
MAIL_VIEWS = ("security.register", "security.forgot_password", "security.send_confirmation")
SHEET_VIEWS = ("shortlist.call_card_pdf", "shortlist.call_card_for_pdf")


@dataclass(frozen=True)
class VisitorLimit:
    """How often something may be done with one view, counted by `key`, and the sentence for who does it more often.

    Of a form only what `stores` counts, unless it stores nothing.
    """

    endpoint: str
    method: str
    amount: str
    key: Callable[[], str]
    sentence: str
    stores: bool = True


def network() -> str:
    """The network a request comes from: the address, or for IPv6 its /64, which one household shares."""
    address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def account_named() -> str:
    """The address typed into the form, one spelling for all."""
    return "account:" + request.form.get("email", "").strip().casefold()[:255]


def listing_named() -> str:
    """The listing in the address of the page."""
    return f"listing:{(request.view_args or {}).get('slug', '')}"


def conversation_named() -> str:
    """The conversation in the address of the page."""
    return f"conversation:{(request.view_args or {}).get('token', '')[:300]}"


def signed_in() -> str:
    """The account that is signed in; before that the network."""
    return f"signed in:{current_user.id}" if current_user.is_authenticated else network()


VISITOR_LIMITS = (
    VisitorLimit(
        "search.contact",
        "GET",
        "30 per hour",
        network,
        "You have looked at many telephone numbers and addresses in the last hour. Wait an hour, or write a message.",
    ),
    VisitorLimit(
        "messages.message",
        "POST",
        "5 per hour",
        network,
        "Five messages an hour can be sent from one connection. Wait an hour, or telephone.",
    ),
    VisitorLimit(
        "messages.message",
        "POST",
        "20 per day",
        listing_named,
        "This therapist has had very many messages today. Telephone, or write again tomorrow.",
    ),
    VisitorLimit(
        "messages.message",
        "POST",
        "10 per day",
        account_named,
        "Ten messages a day can be sent with one e-mail address. Write again tomorrow, or telephone.",
    ),
    VisitorLimit(
        "messages.conversation",
        "POST",
        "10 per day",
        conversation_named,
        "Ten messages a day can be sent in one conversation. Write again tomorrow, or telephone.",
    ),
    VisitorLimit(
        "messages.reply",
        "POST",
        "40 per hour",
        signed_in,
        "Forty answers an hour can be sent. Wait an hour; what you wrote stands below.",
    ),
    VisitorLimit(
        "leaving.export_all",
        "POST",
        "6 per hour",
        signed_in,
        "The file can be made six times an hour. Wait an hour, then make it again.",
        stores=False,
    ),
    VisitorLimit(
        "messages.report",
        "POST",
        "20 per day",
        signed_in,
        "Twenty messages a day can be reported. For more, write to us: the address stands under About and contact.",
    ),
    VisitorLimit(
        "reports.report",
        "POST",
        "5 per hour",
        network,
        "Five reports an hour can be sent from one connection. Wait an hour. In danger, call your emergency number.",
    ),
    VisitorLimit(
        "reports.report",
        "POST",
        "20 per day",
        listing_named,
        "This listing was reported very often today, and a moderator is about to see it. Write again tomorrow.",
    ),
)


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


def limit_visitors(app: Flask) -> None:
    """Put limits on what anybody may do. Of a form only what is stored counts: correcting it costs nothing."""
    limiter: Limiter = app.extensions["limits"]
    for one in VISITOR_LIMITS:
        view: Any = app.view_functions[one.endpoint]
        app.view_functions[one.endpoint] = limiter.limit(
            one.amount,
            key_func=one.key,
            methods=[one.method],
            error_message=one.sentence,
            deduct_when=_is_stored if one.method == "POST" and one.stores else None,
        )(view)


def _is_stored(response: Response) -> bool:
    return response.status_code == 303


def limit_sheets(app: Flask) -> None:
    """Put one limit on the views that set a PDF, which costs more than a page."""
    limiter: Limiter = app.extensions["limits"]
    together = limiter.shared_limit("30 per minute", scope="sheets")
    for endpoint in SHEET_VIEWS:
        view: Any = app.view_functions[endpoint]
        app.view_functions[endpoint] = together(view)


def limit_searching(app: Flask) -> None:
    """Limit how often one network searches, so that programs that gather listings do not slow down everybody else."""
    limiter: Limiter = app.extensions["limits"]
    together = limiter.shared_limit(
        f"{app.config['SEARCHES_PER_MINUTE']} per minute",
        scope="searching",
        error_message="Very many searches came from your connection. Wait a minute, then open the page again.",
    )
    for endpoint in SEARCH_VIEWS:
        view: Any = app.view_functions[endpoint]
        app.view_functions[endpoint] = together(view)


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
