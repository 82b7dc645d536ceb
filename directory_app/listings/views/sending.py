"""Checking a listing, seeing it as visitors will, and sending it in."""

from __future__ import annotations

from flask import current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ... import publishing, scorekeeping
from ...access import therapist_only
from ...comparison import compare, technique_names
from ...db import session
from ...errors import IllegalMove
from ...jurisdictions import refused_words, rules_of
from ...login import me
from ...maps import place_sketches
from ...models import Listing, Revision
from ...versions import says_nothing_new
from ...writing import with_draft, with_listing
from .. import actions, queries
from ..completeness import missing
from ..portrait import photo_of
from ..summary import summary
from .blueprint import blueprint


@blueprint.get("/check")
@therapist_only
@with_draft
def check(revision: Revision) -> str:
    """Everything on one page, with what is missing and what a moderator would stop at."""
    return _check_page(revision)


@blueprint.get("/preview")
@therapist_only
@with_listing
def preview(listing: Listing) -> str | Response:
    """The listing as visitors would see it, read by the current criteria."""
    revision = listing.working or listing.approved
    if revision is None:
        return redirect(url_for("listings.overview"))
    profile = publishing.profile_of(session, revision, scorekeeping.preview_score(session, revision))
    unit = queries.unit_of(listing)
    return render_template(
        "listings/preview.html", p=profile, revision=revision, unit=unit, maps=place_sketches(session, profile.places)
    )


@blueprint.post("/submit")
@therapist_only
@with_listing
def submit(listing: Listing) -> Response | tuple[str, int]:
    """Send the version in. Pressing twice is as good as once."""
    revision = listing.working
    if revision is not None and revision.editable:
        if missing(revision, rules_of(session, revision)) or says_nothing_new(revision):
            return _check_page(revision), 422
        _send(revision)
    return redirect(url_for("listings.submitted"), 303)


def _send(revision: Revision) -> None:
    address = current_app.config["BASE_ADDRESS"]
    try:
        actions.submit(session, revision, me(), current_app.config["REVIEW_PROMISE_DAYS"], address)
    except IllegalMove:
        # The button was pressed twice and the other request was first: it is sent in, as asked.
        session.rollback()
    else:
        session.commit()


@blueprint.get("/submitted")
@therapist_only
@with_listing
def submitted(listing: Listing) -> str | Response:
    """What happens next, and by when."""
    revision = listing.working
    if revision is None or revision.editable:
        return redirect(url_for("listings.overview"))
    return render_template("listings/submitted.html", revision=revision, approved=listing.approved)


def _check_page(revision: Revision) -> str:
    approved = revision.listing.approved
    rows = compare(approved, revision, technique_names(session)) if approved else []
    return render_template(
        "listings/check.html",
        name=revision.name,
        photo=photo_of(revision),
        groups=summary(revision, queries.techniques(session)),
        readings=scorekeeping.readings(revision, scorekeeping.preview_score(session, revision)),
        missing=missing(revision, rules_of(session, revision)),
        concerns=scorekeeping.concerns(session, revision, refused_words(session, revision)),
        changes=rows,
        nothing_new=says_nothing_new(revision),
        appeal=queries.open_appeal(session, revision),
        revision=revision,
        approved=approved,
        new_photo=approved is not None and photo_of(approved) != photo_of(revision),
    )
