"""The steps of a listing, one page each. Each saves what it has; nothing has to be complete before the end."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import therapist_only
from ...db import session
from ...login import me
from ...models import Listing, Revision
from ...places import UnknownPlace
from ...writing import with_draft, with_listing
from .. import actions, queries
from ..facts import about_of, contact_of, licences_of, place_of, practical_of
from ..forms import AboutForm, ContactForm, LicenceForm, PlaceForm, PracticalForm
from .blueprint import blueprint

Answer = str | tuple[str, int] | Response
NEXT = {"about": "place", "place": "practical", "practical": "contact", "contact": "licence"}


@blueprint.route("/about", methods=["GET", "POST"])
@therapist_only
@with_draft
def about(revision: Revision) -> Answer:
    """Who the therapist is."""
    form = AboutForm.showing(about_of(revision))
    return _step("about", form, lambda: actions.save_about(session, revision, me(), form.facts(), form.opened.data))


@blueprint.route("/place", methods=["GET", "POST"])
@therapist_only
@with_draft
def place(revision: Revision) -> Answer:
    """Where sessions happen, and how much of it is shown."""
    form = PlaceForm.showing(place_of(revision))

    def save() -> None:
        try:
            actions.save_place(session, revision, me(), form.facts(), form.opened.data)
        except UnknownPlace as unknown:
            form.complain(unknown)

    return _step("place", form, save)


@blueprint.route("/practical", methods=["GET", "POST"])
@therapist_only
@with_draft
def practical(revision: Revision) -> Answer:
    """Techniques, languages, prices and plain facts."""
    form = PracticalForm.showing(practical_of(revision), queries.techniques(session))
    save = actions.save_practical
    return _step("practical", form, lambda: save(session, revision, me(), form.facts(), form.opened.data))


@blueprint.route("/contact", methods=["GET", "POST"])
@therapist_only
@with_listing
def contact(listing: Listing) -> Answer:
    """Phone, e-mail, hours and accepting clients: live at once."""
    form = ContactForm.showing(contact_of(listing))
    return _step("contact", form, lambda: actions.save_contact(session, listing, me(), form.facts()))


@blueprint.route("/licence", methods=["GET", "POST"])
@therapist_only
@with_listing
def licence(listing: Listing) -> Answer:
    """The licence, or that none exists where the therapist works."""
    stated = licences_of(listing)
    form = LicenceForm.showing(stated)
    return _step("licence", form, lambda: actions.save_licences(session, listing, me(), form.facts(stated)))


def _step(name: str, form: FlaskForm, save: Callable[[], None]) -> Answer:
    """Show the form, or save it and go on; a form that cannot be saved comes back filled in."""
    if request.method == "POST" and form.validate():
        save()
        if not form.errors:
            session.commit()
            return redirect(_after(name), 303)
        session.rollback()
    page = render_template(f"listings/{name}.html", form=form)
    return (page, 422) if form.errors else page


def _after(name: str) -> str:
    if request.form.get("then") == "overview":
        return url_for("listings.overview")
    if name == "licence":
        return url_for("questionnaire.question", question_id="Q1")
    return url_for(f"listings.{NEXT[name]}")
