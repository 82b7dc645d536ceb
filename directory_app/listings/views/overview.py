"""The overview of a therapist's own listing, and what can be done with the listing as a whole."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ... import ageing, figures
from ...access import therapist_only
from ...db import session
from ...login import me
from ...models import Listing
from ...publishing.hidden import standing, words_of
from ...writing import with_listing
from .. import actions, queries
from ..standing import next_thing
from .blueprint import blueprint


@blueprint.get("")
@therapist_only
def overview() -> str:
    """Where the listing stands, what is still to do, and what happens next."""
    listing = me().listing
    if listing is None:
        return render_template("listings/start.html", claims=queries.pending_claims(session, me()))
    steps, messages = queries.steps(session, listing), queries.message_counts(session, listing)
    decision = queries.latest_decision(session, listing)
    appealed = queries.open_appeal(session, listing.working) is not None
    old = ageing.due(listing, current_app.config["REMIND_AFTER_DAYS"])
    return render_template(
        "listings/overview.html",
        listing=listing,
        approved=listing.approved,
        working=listing.working,
        steps=steps,
        decision=decision,
        totals=figures.daily_totals(session, listing),
        messages=messages,
        facts=ageing.facts(listing),
        old_facts=old,
        hidden=standing(session, listing),
        hidden_words=words_of,
        claims=queries.pending_claims(session, me()),
        next=next_thing(listing, steps, messages, old, decision, appealed=appealed),
    )


@blueprint.post("/start")
@therapist_only
def start() -> Response:
    """Begin a listing and go to its first step."""
    actions.start(session, me())
    session.commit()
    return redirect(url_for("listings.about"), 303)


@blueprint.post("/edit")
@therapist_only
@with_listing
def edit(listing: Listing) -> Response:
    """Begin a new version; the approved one stays public meanwhile."""
    actions.begin_edit(session, listing, me())
    session.commit()
    return redirect(url_for("listings.overview"), 303)


@blueprint.post("/withdraw")
@therapist_only
@with_listing
def withdraw(listing: Listing) -> Response:
    """Take the waiting version back, to change it."""
    waiting = listing.working
    if waiting is not None:
        actions.withdraw(session, waiting, me())
        session.commit()
        flash("You took your listing back. Change it and send it in again.")
    return redirect(url_for("listings.overview"), 303)
