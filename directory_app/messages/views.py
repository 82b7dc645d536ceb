"""Pages where a visitor writes to a therapist, and the inbox where the therapist reads it."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import publishing, totals
from ..access import anyone, therapist_only
from ..db import session
from ..errors import NotFound
from ..models import Listing, PublicListing, TotalKind
from ..pagination import page_number
from ..writing import with_listing
from . import actions, queries
from .forms import MessageForm

blueprint = Blueprint("messages", __name__)


@blueprint.route("/therapists/<slug>/message", methods=["GET", "POST"])
@anyone
def message(slug: str) -> str | tuple[str, int] | Response:
    """Write, check, send. Whoever springs the trap for programs is asked to check once more, and nothing is lost."""
    listing = publishing.public_listing(session, slug)
    if not queries.can_be_written_to(session, listing):
        raise NotFound(f"nobody to write to at {slug!r}")
    form = MessageForm()
    step = request.form.get("step")
    if request.method == "GET" or step == "change":
        return render_template("messages/write.html", listing=listing, form=form)
    if not form.validate():
        return render_template("messages/write.html", listing=listing, form=form), 422
    if step != "send" or form.is_trapped:
        return render_template("messages/check.html", listing=listing, form=form, note=form.note())
    _send(listing, form)
    return redirect(url_for("messages.sent", slug=slug), 303)


def _send(listing: PublicListing, form: MessageForm) -> None:
    address = current_app.config["BASE_ADDRESS"].rstrip("/")
    sent = actions.send(session, listing, form.note(), form.key, address=address)
    session.commit()
    if sent is not None:
        totals.count(TotalKind.MESSAGE_SENT, [listing.listing_id])


@blueprint.get("/therapists/<slug>/message/sent")
@anyone
def sent(slug: str) -> str:
    """What happens next."""
    return render_template("messages/sent.html", listing=publishing.public_listing(session, slug))


@blueprint.get("/my-listing/messages")
@therapist_only
@with_listing
def inbox(listing: Listing) -> str:
    """What visitors wrote in the last 30 days, newest first."""
    page = queries.inbox(session, listing, page_number(request.args.get("page", "")))
    return render_template("messages/inbox.html", page=page, page_address=lambda n: url_for("messages.inbox", page=n))
