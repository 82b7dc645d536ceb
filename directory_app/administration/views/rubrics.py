"""Rubrics: which one reads the answers, who would move under another one, publishing it, going back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ... import releases
from ...access import administrator_only
from ...db import session
from ...errors import NotFound
from ...login import me
from ...pagination import Page, page_number
from ..forms.why import WhyForm
from .blueprint import blueprint, commit_rules

KINDS = {
    "trial": "Trial",
    "publish": "Published",
    "rescore": "Scored again",
    "republish": "Listings written again",
}
STATES = {
    "waiting": "begins in a moment",
    "running": "under way",
    "done": "done",
    "stopped": "stopped",
    "failed": "failed",
}
MOVES_SHOWN = 50


@blueprint.get("/rubrics")
@administrator_only
def rubrics() -> str:
    """Every rubric with its checksum, and what was done with them."""
    return render_template(
        "administration/rubrics.html",
        rubrics=releases.releases(session),
        runs=releases.newest_runs(session),
        run=releases.open_run(session),
        kinds=KINDS,
        states=STATES,
    )


@blueprint.post("/rubrics/<version>/try")
@administrator_only
def try_rubric(version: str) -> Response:
    """Find out in the background who would move."""
    run = releases.try_out(session, version, me())
    session.commit()
    return redirect(url_for("administration.run", run_id=run.id), 303)


@blueprint.route("/rubrics/<version>/publish", methods=["GET", "POST"])
@administrator_only
def publish_rubric(version: str) -> str | tuple[str, int] | Response:
    """Read all answers with another rubric, or with an earlier one again."""
    rubric = next((one for one in releases.releases(session) if one.version == version), None)
    if rubric is None:
        raise NotFound(f"rubric {version}")
    form = WhyForm()
    if not form.validate_on_submit():
        page = render_template(
            "administration/publish_rubric.html", rubric=rubric, now=releases.in_use(session), form=form
        )
        return page, 422 if form.errors else 200
    run = releases.publish(session, version, me(), form.why.data or "")
    commit_rules()
    flash(f"{version} reads the answers from now on. Listings follow in the background.", "success")
    return redirect(url_for("administration.run", run_id=run.id), 303)


@blueprint.get("/rubrics/runs/<int:run_id>")
@administrator_only
def run(run_id: int) -> str:
    """How far a run is, and whom it moves, by how much and why."""
    found = releases.find_run(session, run_id)
    number = page_number(request.args.get("page", ""))
    rows, total = releases.moves(session, found, (number - 1) * MOVES_SHOWN, MOVES_SHOWN)
    return render_template(
        "administration/run.html",
        run=found,
        bins=releases.bins(session, found),
        page=Page(rows, number, MOVES_SHOWN, total),
        page_address=lambda n: url_for("administration.run", run_id=run_id, page=n),
        kinds=KINDS,
        states=STATES,
    )


@blueprint.post("/rubrics/runs/<int:run_id>/stop")
@administrator_only
def stop_run(run_id: int) -> Response:
    """End a trial before its time."""
    releases.stop(session, releases.find_run(session, run_id), me())
    session.commit()
    flash("The trial is stopped.", "success")
    return redirect(url_for("administration.rubrics"), 303)
