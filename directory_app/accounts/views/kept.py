"""What somebody sent after their sign-in had ended: shown again once they are back, to be sent or thrown away."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...access import signed_in
from ...db import session
from ...login import me
from .. import actions, queries
from .blueprint import blueprint


@blueprint.get("/account/kept")
@signed_in
def kept() -> str | Response:
    """The form as it was sent, with a button that sends it again."""
    form = queries.kept_form(session, me())
    if form is None:
        return redirect(url_for("accounts.start"))
    return render_template("accounts/kept.html", kept=form)


@blueprint.post("/account/kept")
@signed_in
def send_kept() -> Response:
    """Forget what was kept; unless it is thrown away, the browser then sends the same form where it belongs."""
    form = queries.kept_form(session, me())
    path = form.path if form is not None else url_for("accounts.start")
    actions.forget_kept_form(session, me())
    session.commit()
    if form is not None and "throw-away" not in request.form:
        return redirect(path, 307)
    flash("What you had typed is thrown away.", "info")
    return redirect(url_for("accounts.start"), 303)
