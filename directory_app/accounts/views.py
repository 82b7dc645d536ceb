"""Where people land after signing in or registering, and the page that shows development mail."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from ..access import anyone
from ..db import session
from ..errors import NotFound
from . import queries

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/account/start")
@anyone
def start() -> Response:
    """Send everybody to the page their role works on."""
    if not current_user.is_authenticated:
        return redirect(url_for("pages.home"))
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
