"""Pages where therapists take everything along or have it deleted, and administrators delete what nobody claimed.

All need a fresh sign-in.
"""

from __future__ import annotations

import tempfile
from typing import Any, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask import session as signed_in
from flask_login import logout_user
from flask_security import auth_required
from werkzeug.wrappers import Response

from .. import audit
from ..access import administrator_only, anyone, therapist_only
from ..db import session
from ..errors import NotFound
from ..login import me
from ..models import Listing, ListingState, now
from . import erase, export, tidying
from .forms import DeleteForm

blueprint = Blueprint("leaving", __name__)

FRESH_MINUTES = 10
IN_MEMORY = 4_000_000

fresh = auth_required("session", within=FRESH_MINUTES, grace=FRESH_MINUTES)


@blueprint.get("/my-data")
@therapist_only
def mine() -> str:
    """What is kept, and the two ways out."""
    listing = me().listing
    can_pause = listing is not None and listing.state is ListingState.PUBLISHED
    return render_template("leaving/mine.html", is_staff=_is_staff(), can_pause=can_pause)


@blueprint.route("/my-data/export", methods=["GET", "POST"])
@therapist_only
@fresh
def export_all() -> str | Response:
    """One file with everything."""
    if request.method != "POST":
        return render_template("leaving/export.html")
    # Too large for memory it goes to disk; the file has no name and is gone when the answer was sent.
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    export.write_archive(session, me(), cast(Any, file))
    audit.record(session, "account", me().id, me(), "exported")
    session.commit()
    file.seek(0)
    name = f"my-listing-{now():%Y-%m-%d}.zip"
    return send_file(cast(Any, file), mimetype="application/zip", as_attachment=True, download_name=name)


@blueprint.route("/my-data/delete", methods=["GET", "POST"])
@therapist_only
@fresh
def delete_all() -> str | Response | tuple[str, int]:
    """Delete the account and everything that belongs to it, at once and for good."""
    form = DeleteForm()
    if request.method != "POST" or _is_staff():
        return render_template("leaving/delete.html", form=form, is_staff=_is_staff())
    if not form.validate():
        return render_template("leaving/delete.html", form=form, is_staff=False), 422
    account = me()
    logout_user()
    signed_in.clear()
    names = erase.erase(session, account)
    session.commit()
    tidying.ask(cast(Any, current_app), names)
    return redirect(url_for("leaving.gone"), 303)


@blueprint.get("/my-data/gone")
@anyone
def gone() -> str:
    """Say that it is done."""
    return render_template("leaving/gone.html")


@blueprint.route("/administration/listings/<int:listing_id>/delete", methods=["GET", "POST"])
@administrator_only
@fresh
def delete_unclaimed(listing_id: int) -> str | Response | tuple[str, int]:
    """Delete a listing that nobody claimed, because the person asks for it or never agreed."""
    listing = session.get(Listing, listing_id)
    if listing is None or not listing.is_unclaimed:
        raise NotFound(f"unclaimed listing {listing_id}")
    form = DeleteForm()
    if not form.validate_on_submit():
        shown = listing.approved or listing.revisions[-1]
        page = render_template("leaving/delete_unclaimed.html", form=form, listing=listing, shown=shown)
        return page, 422 if form.errors else 200
    names = erase.erase_unclaimed(session, listing, me())
    session.commit()
    tidying.ask(cast(Any, current_app), names)
    flash("The listing and everything about it are deleted.", "success")
    return redirect(url_for("administration.start"), 303)


def _is_staff() -> bool:
    return any(me().has_role(role) for role in ("moderator", "administrator"))
