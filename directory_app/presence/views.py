"""Pages of every day: totals, facts that still hold, a pause, reminders, badge and sharing."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import ageing, figures, publishing
from ..access import anyone, therapist_only
from ..db import session
from ..errors import BadParameter
from ..login import me
from ..models import Listing, ListingState, PublicListing
from ..writing import with_listing
from . import actions, badge, queries
from .daily_round import listing_of
from .forms import PauseForm

blueprint = Blueprint("presence", __name__)

BADGE_SECONDS = 3600


@blueprint.get("/my-listing/totals")
@therapist_only
@with_listing
def totals(listing: Listing) -> str:
    """How often the listing was met, as plots and tables."""
    days = 90 if request.args.get("days") == "90" else 30
    rows = figures.daily_totals(session, listing, days)
    return render_template("presence/totals.html", rows=rows, weeks=figures.weeks(rows), days=days)


@blueprint.route("/my-listing/still-true", methods=["GET", "POST"])
@therapist_only
@with_listing
def still_true(listing: Listing) -> str | Response:
    """The facts that grow old, with a button for each and one for all."""
    if request.method == "POST":
        asked = [kind.id for kind in ageing.KINDS] if "all" in request.form else request.form.getlist("fact")
        if ageing.confirm(session, listing, me(), asked):
            session.commit()
            flash("Confirmed. Visitors see today’s date.", "success")
        return redirect(url_for("presence.still_true"), 303)
    limit = current_app.config["REMIND_AFTER_DAYS"]
    facts, country = ageing.facts(listing), queries.country_of(listing)
    return render_template("presence/still_true.html", listing=listing, facts=facts, limit=limit, country=country)


@blueprint.post("/my-listing/reminders")
@therapist_only
@with_listing
def reminders(listing: Listing) -> Response:
    """Send reminders or send none."""
    wanted = request.form.get("wanted") == "yes"
    actions.set_reminders(session, listing, me(), wanted)
    session.commit()
    flash("We will remind you." if wanted else "We will not remind you.", "success")
    return redirect(url_for("presence.still_true"), 303)


@blueprint.route("/reminders/<token>", methods=["GET", "POST"])
@anyone
def stop_reminders(token: str) -> str:
    """End the reminders of a listing from a letter, without signing in. Opening the page alone ends nothing."""
    number = listing_of(current_app, token)
    done = request.method == "POST"
    listing = session.get(Listing, number)
    if done and listing is not None:
        actions.set_reminders(session, listing, None, False)
        session.commit()
    return render_template("presence/stop_reminders.html", token=token, done=done)


@blueprint.route("/my-listing/pause", methods=["GET", "POST"])
@therapist_only
@with_listing
def pause(listing: Listing) -> str | Response | tuple[str, int]:
    """Hide the listing, until a day or without one; of a hidden listing change the day."""
    if listing.state not in (ListingState.PUBLISHED, ListingState.PAUSED):
        return redirect(url_for("listings.overview"), 303)
    form = PauseForm(obj=listing)
    if request.method != "POST":
        return render_template("presence/pause.html", listing=listing, form=form)
    if not form.fits(actions.today_of(listing)):
        return render_template("presence/pause.html", listing=listing, form=form), 422
    actions.pause(session, listing, me(), form.returns_on.data, bool(form.return_shown.data))
    session.commit()
    day = form.returns_on.data
    flash(f"Your listing is hidden until {f'{day.day} {day:%B %Y}' if day else 'you show it again'}.")
    return redirect(url_for("listings.overview"), 303)


@blueprint.post("/my-listing/resume")
@therapist_only
@with_listing
def resume(listing: Listing) -> Response:
    """Show the listing again."""
    if listing.state is ListingState.PAUSED:
        actions.resume(session, listing, me())
        session.commit()
        flash("Your listing is public again.")
    return redirect(url_for("listings.overview"), 303)


@blueprint.get("/my-listing/share")
@therapist_only
@with_listing
def share(listing: Listing) -> str:
    """Link, picture and badge of a public listing, with the lines to copy."""
    if listing.state is not ListingState.PUBLISHED or not listing.slug:
        return render_template("presence/share.html", listing=listing, badges=[])
    public = publishing.public_listing(session, listing.slug)
    site = current_app.config["BASE_ADDRESS"]
    profile = site + url_for("search.profile", slug=listing.slug)
    made = _badge(public)
    badges = []
    for look in badge.LOOKS:
        address = url_for("presence.badge_picture", slug=listing.slug, look=None if look == "light" else look)
        badges.append((look, address, badge.snippet(made, profile, site + address)))
    return render_template("presence/share.html", listing=listing, badges=badges, made=made, profile=profile)


@blueprint.get("/therapists/<slug>/badge.svg")
@anyone
def badge_picture(slug: str) -> Response:
    """The badge of a public listing, for other sites. It sets no cookie and counts nobody."""
    look = badge.LOOKS.get(request.args.get("look", "light"))
    if look is None:
        raise BadParameter("look", "A badge is light or dark.")
    drawn = badge.draw(_badge(publishing.public_listing(session, slug)), look)
    response = current_app.response_class(drawn, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={BADGE_SECONDS}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    response.make_conditional(request)
    return response


def _badge(public: PublicListing) -> badge.Badge:
    allowed = queries.clients_may_be_named(session, public)
    return badge.badge_of(current_app.config["SITE_NAME"], public.level, allowed)
