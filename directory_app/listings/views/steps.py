"""The steps of a listing, one page each. Each is saved by itself; nothing has to be complete before the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...access import therapist_only
from ...checking.npi import npi_of
from ...db import session
from ...errors import StaleVersion
from ...login import me
from ...models import Listing, ListingState, Revision
from ...writing import with_draft, with_listing
from .. import actions, queries
from ..facts import about_of, contact_of, licences_of, practical_of
from ..forms import AboutForm, ContactForm, LicenceForm, PracticalForm, Step
from .blueprint import address_of, blueprint

Answer = str | tuple[str, int] | Response
AFTER = {
    "about": "photo",
    "photo": "place",
    "place": "practical",
    "practical": "contact",
    "contact": "licence",
    "licence": "Q1",
}

BACK_TO = {"check": "listings.check", "still-true": "presence.still_true"}


@blueprint.route("/about", methods=["GET", "POST"])
@therapist_only
@with_draft
def about(revision: Revision) -> Answer:
    """Who the therapist is."""
    form = AboutForm.showing(about_of(revision))
    save = actions.save_about
    return _step(
        "about", form, about_of, revision, lambda: save(session, revision, me(), form.facts(), form.opened.data)
    )


@blueprint.route("/practical", methods=["GET", "POST"])
@therapist_only
@with_draft
def practical(revision: Revision) -> Answer:
    """Techniques, languages, prices and plain facts."""
    known, country = queries.techniques_to_offer(session, revision), queries.country_of(revision.listing)
    form = PracticalForm.showing(practical_of(revision)).offering(known, country)
    save = actions.save_practical
    return _step(
        "practical", form, practical_of, revision, lambda: save(session, revision, me(), form.facts(), form.opened.data)
    )


@blueprint.route("/contact", methods=["GET", "POST"])
@therapist_only
@with_listing
def contact(listing: Listing) -> Answer:
    """Phone, e-mail, hours and accepting clients: live at once."""
    form = ContactForm.showing(contact_of(listing)).offering(queries.country_of(listing))
    save = actions.save_contact
    return _step(
        "contact", form, contact_of, listing, lambda: save(session, listing, me(), form.facts(), form.opened.data)
    )


@blueprint.route("/licence", methods=["GET", "POST"])
@therapist_only
@with_listing
def licence(listing: Listing) -> Answer:
    """The licence, or that none exists where the therapist works."""
    stated = licences_of(listing)
    rules = queries.jurisdiction_of(session, listing)
    values = {**LicenceForm.filled(stated), "npi": listing.npi}
    form = LicenceForm.showing_with(stated, values).under(rules, more=_asks_for_more())
    save = actions.save_licences
    return _step(
        "licence",
        form,
        licences_of,
        listing,
        lambda: save(session, listing, me(), form.facts(stated), form.opened.data, npi_of(form.npi.data or "")),
        rules=rules,
        in_united_states=queries.country_of(listing) == "US",
    )


def _asks_for_more() -> bool:
    return request.method != "POST" and "more" in request.args


def _step(
    name: str, form: Step, stored: Callable[[Any], object], thing: Any, save: Callable[[], None], **facts: object
) -> Answer:
    """Show the form, or save it and go on; what cannot be saved comes back as it was typed."""
    page = f"listings/{name}.html"
    if request.method != "POST":
        return render_template(page, form=form, **facts)
    if form.validate():
        try:
            save()
        except StaleVersion:
            session.rollback()
            return render_template(page, form=form, saved=form.saved_meanwhile(stored(thing)), **facts), 409
        else:
            session.commit()
            return redirect(_next(name, form), 303)
    return render_template(page, form=form, **facts), 422


def _next(name: str, form: Step) -> str:
    """On, or to the same page again where something was guessed: there it stands as it was understood."""
    understood = form.understood()
    if not understood:
        return after(name)
    flash(f"Saved. We understood: {'; '.join(understood)}. Look whether you meant that, then continue.", "success")
    if request.form.get("then") == "overview":
        return url_for("listings.overview")
    return url_for(f"listings.{name}", **_kept_way_back())


def came_from() -> str:
    """The page that led to this step and wants its therapist back; empty for one that is worked through in order."""
    asked = request.args.get("from", "")
    return asked if asked in BACK_TO else ""


def _kept_way_back() -> dict[str, Any]:
    return {"from": came_from()} if came_from() else {}


def after(name: str) -> str:
    """Where to go when a step is saved: on, back to where it was opened from, or to the overview."""
    listing = me().listing
    working = listing.working if listing else None
    if name in {"contact", "licence"} and listing is not None and listing.state is ListingState.PUBLISHED:
        flash("Saved. Visitors see it from now on.", "success")
    if request.form.get("then") == "more":
        return url_for(f"listings.{name}", more="yes", _anchor="another", **_kept_way_back())
    if came_from():
        return url_for(BACK_TO[came_from()])
    # Where no version is being written there is no next step.
    is_last = working is None or not working.editable
    return (
        url_for("listings.overview") if is_last or request.form.get("then") == "overview" else address_of(AFTER[name])
    )
