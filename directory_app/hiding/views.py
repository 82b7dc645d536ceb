"""Pages that hide parts of a listing and show them again, for moderators; for therapists, that one is put right."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import staff
from ..access import moderator_only, therapist_only
from ..db import session
from ..login import me
from ..models import Listing
from ..pagination import page_number
from ..writing import with_listing
from . import actions, queries
from .forms import HideForm

blueprint = Blueprint("hiding", __name__)


@blueprint.get("/moderation/hidden")
@moderator_only
def hidden() -> str:
    """Everything hidden now, first what a therapist says is put right."""
    return render_template(
        "hiding/hidden.html",
        page=queries.hidden_now(session, me(), page_number(request.args.get("page", ""))),
        page_address=lambda n: url_for("hiding.hidden", page=n),
    )


@blueprint.get("/moderation/listings/<int:listing_id>/hidden")
@moderator_only
def parts(listing_id: int) -> str:
    """What can be hidden of a listing, and what is hidden of it."""
    report = request.args.get("report", "")
    sheet = queries.sheet(session, listing_id, int(report) if report.isdecimal() and len(report) < 10 else None)
    form = HideForm(formdata=None, report=str(sheet.report.id) if sheet.report else "")
    return _page(sheet, form.offer(sheet.offered, queries.reasons(session)))


@blueprint.post("/moderation/listings/<int:listing_id>/hidden")
@moderator_only
def hide(listing_id: int) -> Response | tuple[str, int]:
    """Hide what was ticked, at once and everywhere."""
    sheet = queries.sheet(session, listing_id)
    form = HideForm().offer(sheet.offered, queries.reasons(session))
    if not form.validate_on_submit():
        return _page(sheet, form), 422
    act = actions.hide(session, sheet.listing, me(), form.order(), _address())
    session.commit()
    number = len(act.before["hidden"]) if act else 0
    said = f"{number} parts are hidden." if number > 1 else "It is hidden." if number else "It was hidden already."
    told = f" {staff.told(sheet.listing, act)}" if act else ""
    flash(f"{said}{told}", staff.undo_kind(act))
    return redirect(url_for("hiding.parts", listing_id=listing_id, report=form.report.data or None), 303)


@blueprint.post("/moderation/hidden/<int:hidden_id>/show")
@moderator_only
def show(hidden_id: int) -> Response:
    """Show a hidden part again."""
    found = queries.hidden_field(session, hidden_id)
    act = actions.show_again(session, found, me(), _address())
    session.commit()
    flash(f"It is shown again. {staff.told(found.listing, act)}", staff.undo_kind(act))
    return redirect(url_for("hiding.parts", listing_id=found.listing_id), 303)


@blueprint.post("/my-listing/hidden/<int:hidden_id>/put-right")
@therapist_only
@with_listing
def put_right(listing: Listing, hidden_id: int) -> Response:
    """Tell the moderators that a hidden part is put right."""
    found = queries.hidden_field(session, hidden_id, listing)
    if found.lifted_at is None and actions.ask(session, found, me()):
        session.commit()
    flash("A moderator looks at it and shows it again, or writes to you.")
    return redirect(url_for("listings.overview"), 303)


def _page(sheet: queries.Sheet, form: HideForm) -> str:
    return render_template("hiding/parts.html", sheet=sheet, form=form)


def _address() -> str:
    return str(current_app.config["BASE_ADDRESS"])
