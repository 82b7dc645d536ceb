"""Where people land after signing in or registering, and the page that shows development mail."""

from __future__ import annotations

from flask import current_app, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from ...access import anyone
from ...db import session
from ...delivery import as_html
from ...errors import NotFound
from .. import queries
from .blueprint import blueprint

# A letter carries its styles with it, and may do nothing else.
LETTER_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@blueprint.get("/account/start")
@anyone
def start() -> Response:
    """Send everybody to the page their role works on."""
    if not current_user.is_authenticated:
        return redirect(url_for("pages.home"))
    if current_user.tf_primary_method and not current_user.mf_recovery_codes:
        return redirect(url_for("security.mf_recovery_codes"))
    if current_user.has_role("moderator") or current_user.has_role("administrator"):
        return redirect(url_for("moderation.queue"))
    return redirect(url_for("listings.overview"))


@blueprint.get("/account/registered")
@anyone
def registered() -> str:
    """Say that a letter is on its way; the same words whether or not the address was known."""
    return render_template("accounts/registered.html")


@blueprint.get("/for-therapists")
@anyone
def for_therapists() -> str:
    """What a therapist gets, what is asked and what happens, before any form."""
    return render_template("accounts/for_therapists.html")


@blueprint.get("/development/outbox")
@anyone
def outbox() -> str:
    """Letters of a development directory. In production the page does not exist."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise NotFound("outbox")
    return render_template("accounts/outbox.html", letters=queries.newest_letters(session))


@blueprint.get("/development/outbox/<int:number>")
@anyone
def letter(number: int) -> Response:
    """One letter of a development directory as it looks in a mail program that shows HTML."""
    found = None if current_app.config["ENVIRONMENT"] == "production" else queries.find_letter(session, number)
    if found is None:
        raise NotFound("letter")
    response = make_response(as_html(found.subject, found.text))
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    return response
