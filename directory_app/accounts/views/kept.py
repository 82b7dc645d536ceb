"""What somebody sent after their sign-in had ended: shown again once they are back, to be sent or thrown away."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ... import sent, sign_ins
from ...access import signed_in
from ...db import session
from ...login import me, signed_out
from .. import actions
from .blueprint import blueprint


@blueprint.get("/account/kept")
@signed_in
def kept() -> str | Response:
    """The form as it was sent, with a button that sends it where it belonged."""
    form = sign_ins.kept_form(session, me())
    if form is None:
        return redirect(url_for("accounts.start"))
    rows = sent.rows(form.path, form.fields)
    return render_template("accounts/kept.html", kept=form, rows=rows, again=signed_out.AGAIN)


@blueprint.post("/account/kept")
@signed_in
def throw_kept_away() -> Response:
    """Forget what was kept."""
    actions.forget_kept_form(session, me())
    session.commit()
    flash("What you had typed is thrown away.", "info")
    return redirect(url_for("accounts.start"), 303)
