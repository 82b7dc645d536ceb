"""Jobs: how each stands, what waits for them, and trying again what failed."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ... import audit, jobs, mail
from ...access import administrator_only
from ...db import session
from ...errors import BadParameter
from ...login import me
from .. import job_words
from .blueprint import blueprint


@blueprint.get("/jobs")
@administrator_only
def job_list() -> str:
    """Every job with when it last went well, and what waits in queues."""
    found = jobs.last_runs(session, {one.name for one in jobs.tasks_of(current_app)})
    # What needs somebody stands first.
    found.sort(key=lambda one: (-one.failures, one.name))
    return render_template(
        "administration/jobs.html",
        jobs=found,
        seconds={one.name: one.seconds for one in jobs.tasks_of(current_app)},
        dead=[one for one in found if one.state == "dead"],
        queues=jobs.queues(session),
        words=job_words,
    )


@blueprint.post("/jobs/run")
@administrator_only
def run_job() -> Response:
    """Let a job run as soon as a process looks."""
    jobs.ask(session, request.form.get("job", "")[:60], me())
    session.commit()
    flash("It runs in a moment. Open this page again to see how it went.", "success")
    return redirect(url_for("administration.job_list"), 303)


@blueprint.post("/jobs/letters")
@administrator_only
def try_letters_again() -> Response:
    """Try a letter again that was given up, or all of them."""
    wanted = request.form.get("letter", "")
    if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise BadParameter("letter", "There is no such letter.")
    again = mail.try_again(session, int(wanted) if wanted else None)
    if again:
        number = int(wanted) if wanted else None
        audit.record(session, "letter", number, me(), "letters_tried_again", after={"number": again})
    session.commit()
    said = "1 letter leaves" if again == 1 else f"{again} letters leave"
    flash(f"{said} in a moment." if again else "No such letter waits any more.", "success" if again else "info")
    return redirect(url_for("administration.job_list"), 303)
