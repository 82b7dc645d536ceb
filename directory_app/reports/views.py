"""Pages where a visitor reports a listing."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import publishing
from ..access import anyone
from ..db import session
from ..models import promised_by
from . import actions, queries
from .forms import ReportForm

blueprint = Blueprint("reports", __name__)


@blueprint.route("/therapists/<slug>/report", methods=["GET", "POST"])
@anyone
def report(slug: str) -> str | tuple[str, int] | Response:
    """Say what is wrong. Whoever springs the trap for programs is asked to send once more, and nothing is lost."""
    listing = publishing.public_listing(session, slug)
    form = ReportForm().offer(queries.reasons(session))
    if request.method != "POST":
        return render_template("reports/report.html", listing=listing, form=form, again=False)
    if not form.validate():
        return render_template("reports/report.html", listing=listing, form=form, again=False), 422
    if form.is_trapped:
        return render_template("reports/report.html", listing=listing, form=form, again=True)
    promise = current_app.config["REVIEW_PROMISE_DAYS"]
    made = actions.report(session, listing, form.complaint(), form.key, promise)
    session.commit()
    urgent = "yes" if made.reason.urgent else None
    return redirect(url_for("reports.received", slug=slug, urgent=urgent, answer="yes" if made.email else None), 303)


@blueprint.get("/therapists/<slug>/report/received")
@anyone
def received(slug: str) -> str:
    """What happens next, and by when."""
    urgent = request.args.get("urgent") == "yes"
    return render_template(
        "reports/received.html",
        listing=publishing.public_listing(session, slug),
        by=promised_by(urgent, current_app.config["REVIEW_PROMISE_DAYS"]),
        urgent=urgent,
        answer=request.args.get("answer") == "yes",
    )
