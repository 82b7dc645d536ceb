"""Where somebody is signed in: see it, end one, end all others."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_security.utils import logout_user
from werkzeug.wrappers import Response

from ...access import signed_in
from ...db import session
from ...login import me, sessions
from .. import actions, queries
from ..forms import EndForm
from .blueprint import blueprint


@blueprint.get("/account/sessions")
@signed_in
def sign_ins() -> str:
    """Every sign-in that lasts, the one in use first."""
    lines = queries.sign_in_lines(session, me(), sessions.this_sign_in())
    return render_template("accounts/sign_ins.html", lines=lines, form=EndForm(formdata=None))


@blueprint.post("/account/sessions/end")
@signed_in
def end_sign_in() -> Response:
    """End one. Ending the one in use is signing out."""
    form = EndForm()
    this = sessions.this_sign_in()
    if form.validate() and form.sign_in.data:
        if this is not None and form.sign_in.data == this.id:
            logout_user()
            session.commit()
            return redirect(url_for("pages.home"), 303)
        ended = actions.end_sign_ins(session, me(), [form.sign_in.data])
        session.commit()
        flash("That sign-in has ended." if ended else "That sign-in had ended already.", "success")
    return redirect(url_for("accounts.sign_ins"), 303)


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_other_sign_ins() -> Response:
    """End all but the one in use."""
    ended = actions.end_other_sign_ins(session, me(), sessions.this_sign_in())
    session.commit()
    flash("You are now signed in here only." if ended else "You were signed in here only.", "success")
    return redirect(url_for("accounts.sign_ins"), 303)
