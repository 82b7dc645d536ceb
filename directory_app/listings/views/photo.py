"""The photo of a listing: a file comes in, a square is chosen, the photo goes again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from ... import photos
from ...access import therapist_only
from ...db import session
from ...drafts import fingerprint
from ...errors import StaleVersion
from ...login import me
from ...models import Photo, Revision
from ...writing import with_draft
from .. import portrait
from ..forms import PhotoForm
from .blueprint import blueprint
from .steps import Answer, after

LOOK = "listings.photo"


@blueprint.route("/photo", methods=["GET", "POST"])
@therapist_only
@with_draft
def photo(revision: Revision) -> Answer:
    """The photo, and which part of it visitors see."""
    form = PhotoForm.of(revision.photo, portrait.photo_of(revision))
    if request.method != "POST":
        return _page(revision, form)
    if not form.validate():
        return _page(revision, form), 422
    try:
        wanted = _wanted(revision, form)
    except photos.NoPhoto as refused:
        form.file.errors = [str(refused)]
        return _page(revision, form), 422
    return _shown(revision, form, wanted)


def _wanted(revision: Revision, form: PhotoForm) -> Photo | None:
    """The photo that the version is to show: a new file, one of two that met, the same cut anew, or none."""
    do = request.form.get("do", "")
    if do == "remove":
        return None
    if do == "use":
        return photos.own_photo(session, revision.listing, request.form.get("photo", ""))
    chosen = form.chosen
    if chosen is not None:
        return portrait.add(session, revision, chosen)
    if do == "file" and revision.photo is not None:
        raise photos.NoPhoto("Choose a file first.")
    shown = revision.photo
    if shown is None:
        return None
    return portrait.recut(session, revision, form.cut(photos.Cut(shown.across, shown.down, shown.zoom)))


def _shown(revision: Revision, form: PhotoForm, wanted: Photo | None) -> Answer:
    before = portrait.photo_of(revision)
    try:
        portrait.show(session, revision, me(), wanted, form.opened.data)
    except StaleVersion:
        # The photo that came in is kept, so that the therapist can look at both and choose.
        session.commit()
        form.opened.data = fingerprint(portrait.photo_of(revision))
        return _page(revision, form, mine=wanted, met=True), 409
    session.commit()
    if form.file.data and wanted is not None and wanted.digest != before:
        flash("Your photo is saved. Look whether the right part of it is shown.", "success")
        return redirect(f"{url_for(LOOK)}{'?from=check' if request.args.get('from') == 'check' else ''}", 303)
    if request.form.get("do") in {"look", "remove"}:
        return redirect(url_for(LOOK), 303)
    return redirect(after("photo"), 303)


def _page(revision: Revision, form: PhotoForm, *, mine: Photo | None = None, met: bool = False) -> str:
    return render_template(
        "listings/photo.html", form=form, revision=revision, shown=revision.photo, mine=mine, met=met
    )
