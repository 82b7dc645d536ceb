"""Giving up an edit, after one look at what would be lost."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...access import therapist_only
from ...comparison import compare, technique_names
from ...db import session
from ...login import me
from ...models import Listing
from ...writing import with_listing
from ..discarding import discard
from ..portrait import photo_of
from .blueprint import blueprint


@blueprint.get("/discard")
@therapist_only
@with_listing
def confirm_discard(listing: Listing) -> str | Response:
    """What differs from the approved version, and one question."""
    working, approved = listing.working, listing.approved
    if working is None or approved is None:
        return redirect(url_for("listings.overview"))
    return render_template(
        "listings/discard.html",
        revision=working,
        approved=approved,
        rows=compare(approved, working, technique_names(session)),
        new_photo=photo_of(approved) != photo_of(working),
    )


@blueprint.post("/discard")
@therapist_only
@with_listing
def discard_edit(listing: Listing) -> Response:
    """Give the edit up and go on with the approved version."""
    if listing.working is not None:
        discard(session, listing, me())
        session.commit()
        flash("Your changes are gone. The approved version is as it was.", "success")
    return redirect(url_for("listings.overview"), 303)
