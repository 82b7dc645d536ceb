"""Places of work: a list that shows what visitors see of each, a form for one, and hiding one at once."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...access import therapist_only
from ...db import session
from ...errors import StaleVersion
from ...login import me
from ...models import MOST_PLACES, Listing, Location, Privacy, Revision
from ...places import UnknownPlace
from ...writing import with_draft, with_listing
from .. import hiding, place_actions, queries
from ..facts import PlaceOfWork, place_from
from ..forms import PlaceForm
from ..place_actions import NEW
from .blueprint import blueprint
from .steps import Answer, after

HIDDEN = (
    "Saved. Visitors see less of this place from now on: the address and its exact point are gone from search, map, "
    "profile and everything else that is public. This is noted in the history of your listing."
)


@blueprint.route("/place", methods=["GET", "POST"])
@therapist_only
@with_draft
def place(revision: Revision) -> Answer:
    """All places with what visitors see of each; the form of the first one where there is none yet."""
    if request.method == "POST" or not revision.locations:
        return _form(revision, NEW)
    maps = queries.place_maps(session, revision.locations)
    unit = queries.unit_of(revision.listing)
    return render_template(
        "listings/places.html", maps=maps, unit=unit, room=len(maps) < MOST_PLACES, on=after("place")
    )


@blueprint.route("/place/<place_key>", methods=["GET", "POST"])
@therapist_only
@with_draft
def one_place(revision: Revision, place_key: str) -> Answer:
    """The form of one place; of a further one at the address that ends in new."""
    return _form(revision, place_key)


@blueprint.post("/place/<place_key>/remove")
@therapist_only
@with_draft
def remove_place(revision: Revision, place_key: str) -> Response:
    """Take a place out of this version."""
    removed = place_actions.remove_place(session, revision, place_key)
    session.commit()
    flash(f"{removed or 'The place'} is removed from this version.", "success")
    return redirect(url_for("listings.place"), 303)


@blueprint.post("/place/<place_key>/up")
@therapist_only
@with_draft
def raise_place(revision: Revision, place_key: str) -> Response:
    """Put a place one further up."""
    raised = place_actions.raise_place(session, revision, place_key)
    session.commit()
    if raised:
        flash(f"{raised} is one place further up now.", "success")
    return redirect(url_for("listings.place"), 303)


@blueprint.get("/hide")
@therapist_only
@with_listing
def hide(listing: Listing) -> str | Response:
    """What visitors see of each approved place now, with every choice that shows less."""
    places = hiding.public_places(listing)
    if not places:
        return redirect(url_for("listings.overview"))
    choices = [(one, hiding.hidden_more(one.privacy)) for one in places]
    maps = dict(queries.place_maps(session, places))
    return render_template("listings/hide.html", choices=choices, maps=maps, unit=queries.unit_of(listing))


@blueprint.post("/hide/<place_key>")
@therapist_only
@with_listing
def hide_place(listing: Listing, place_key: str) -> Response:
    """Show less of a place at once, without a moderator."""
    chosen = request.form.get("privacy", "")
    known = chosen in set(Privacy)
    if known and hiding.hide(session, listing, me(), place_key, Privacy(chosen)):
        session.commit()
        flash(HIDDEN, "success")
    return redirect(url_for("listings.hide"), 303)


def _form(revision: Revision, key: str) -> Answer:
    location = None if key == NEW else place_actions.place_named(revision, key)
    if location is None and key != NEW and request.method != "POST":
        place_actions.place_to_show(revision, key)
    form = PlaceForm.showing(_stored(location))
    if request.method != "POST":
        return _page(revision, form, key)
    if form.validate():
        try:
            hidden = place_actions.save_place(session, revision, me(), form.facts(), form.opened.data, key)
        except StaleVersion:
            session.rollback()
            saved = form.saved_meanwhile(_stored(place_actions.place_named(revision, key)))
            return _page(revision, form, key, saved=saved), 409
        except UnknownPlace as unknown:
            session.rollback()
            form.complain(unknown)
        else:
            session.commit()
            if hidden:
                flash(HIDDEN, "success")
            return redirect(_next(revision), 303)
    return _page(revision, form, key), 422


def _stored(location: Location | None) -> PlaceOfWork:
    return place_from(location) if location else PlaceOfWork()


def _next(revision: Revision) -> str:
    """The list, which shows what visitors will see; or wherever the therapist came from."""
    asked_for = request.form.get("then") == "overview" or request.args.get("from") == "check" or not revision.locations
    return after("place") if asked_for else url_for("listings.place")


def _page(revision: Revision, form: PlaceForm, key: str, **facts: object) -> str:
    return render_template("listings/place.html", form=form, key=key, others=len(revision.locations), **facts)
