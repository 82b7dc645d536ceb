"""Pages of a therapist's score: what it rests on, objecting to one line of it, appealing a decision."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ..access import therapist_only
from ..db import session
from ..jurisdictions import BAND, rules_of
from ..login import me
from ..models import Listing
from ..publishing import band_of
from ..scorekeeping import lowers_weight
from ..writing import with_listing
from . import actions, queries
from .forms import AppealForm, ObjectionForm
from .items import items

blueprint = Blueprint("my_score", __name__, url_prefix="/my-listing")

Answer = str | tuple[str, int] | Response


@blueprint.get("/score")
@therapist_only
@with_listing
def score(listing: Listing) -> str | Response:
    """What the score rests on, what would change it, how it moved, and what was objected to."""
    shown = queries.subject(session, listing, changes=request.args.get("of") == "changes")
    if shown is None:
        return redirect(url_for("listings.overview"))
    file = queries.score_file(session, listing, shown)
    rules = rules_of(session, shown.revision)
    band = band_of(shown.score.estimate) if rules.score_shown == BAND else ""
    return render_template(
        "my_score/score.html", file=file, listing=listing, lowers_weight=lowers_weight, band=band, rules=rules
    )


@blueprint.route("/score/<question_id>/objection", methods=["GET", "POST"])
@therapist_only
@with_listing
def objection(listing: Listing, question_id: str) -> Answer:
    """Say that one line of how an answer was read is wrong."""
    shown = queries.subject(session, listing, changes=request.args.get("of") == "changes")
    if shown is None or not shown.is_stored:
        return redirect(url_for("my_score.score"))
    reading = queries.reading(shown, question_id)
    found = {one.id: one for one in items(reading, shown.flags)}
    form = ObjectionForm().offer(list(found.values()))
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("my_score/objection.html", form=form, reading=reading), status
    item, text = found[form.item.data], form.text.data or ""
    actions.object_to(session, shown.revision, me(), question_id, item, text, _promise(), _address())
    session.commit()
    flash("A moderator looks at it. You find the answer here, and get it by e-mail.", "success")
    return redirect(url_for("my_score.score", _anchor="objections"), 303)


@blueprint.route("/decisions/<int:decision_id>/appeal", methods=["GET", "POST"])
@therapist_only
@with_listing
def appeal(listing: Listing, decision_id: int) -> Answer:
    """Say that a decision is wrong, once and within 30 days."""
    decision = queries.decision(session, listing, decision_id)
    form = AppealForm()
    if decision.appeal is not None or not form.validate_on_submit():
        status = 422 if request.method == "POST" and decision.appeal is None else 200
        return render_template("my_score/appeal.html", form=form, decision=decision), status
    actions.appeal(session, decision, me(), form.text.data or "", _promise(), _address())
    session.commit()
    flash("Your appeal is with the moderators. The answer comes by e-mail.", "success")
    return redirect(url_for("listings.overview"), 303)


def _promise() -> int:
    return int(current_app.config["REVIEW_PROMISE_DAYS"])


def _address() -> str:
    return str(current_app.config["BASE_ADDRESS"])
