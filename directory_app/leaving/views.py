"""Pages where a therapist takes everything along or has everything deleted. Both need a fresh sign-in."""

from __future__ import annotations

import tempfile
from typing import Any, cast

from flask import Blueprint, current_app, redirect, render_template, request, send_file, url_for
from flask import session as signed_in
from flask_login import logout_user
from flask_security import auth_required
from werkzeug.wrappers import Response

from .. import audit
from ..access import anyone, therapist_only
from ..db import session
from ..login import me
from ..models import now
from . import erase, export, tidying
from .forms import DeleteForm

blueprint = Blueprint("leaving", __name__)

FRESH_MINUTES = 10
IN_MEMORY = 4_000_000

fresh = auth_required("session", within=FRESH_MINUTES, grace=FRESH_MINUTES)


@blueprint.get("/my-data")
@therapist_only
def mine() -> str:
    """What is kept, and the two ways out."""
    return render_template("leaving/mine.html", is_staff=_is_staff())


@blueprint.route("/my-data/export", methods=["GET", "POST"])
@therapist_only
@fresh
def export_all() -> str | Response:
    """One file with everything."""
    if request.method == "GET":
        return render_template("leaving/export.html")
    # Too large for memory it goes to disk; the file has no name and is gone when the answer was sent.
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    export.write_archive(session, me(), cast(Any, file))
    audit.record(session, "account", me().id, me(), "exported")
    session.commit()
    file.seek(0)
    name = f"my-listing-{now():%Y-%m-%d}.zip"
    return send_file(cast(Any, file), mimetype="application/zip", as_attachment=True, download_name=name)


@blueprint.route("/my-data/delete", methods=["GET", "POST"])
@therapist_only
@fresh
def delete_all() -> str | Response | tuple[str, int]:
    """Delete the account and everything that belongs to it, at once and for good."""
    form = DeleteForm()
    if request.method == "GET" or _is_staff():
        return render_template("leaving/delete.html", form=form, is_staff=_is_staff())
    if not form.validate():
        return render_template("leaving/delete.html", form=form, is_staff=False), 422
    account = me()
    logout_user()
    signed_in.clear()
    names = erase.erase(session, account)
    session.commit()
    tidying.ask(cast(Any, current_app), names)
    return redirect(url_for("leaving.gone"), 303)


@blueprint.get("/my-data/gone")
@anyone
def gone() -> str:
    """Say that it is done."""
    return render_template("leaving/gone.html")


def _is_staff() -> bool:
    return any(me().has_role(role) for role in ("moderator", "administrator"))
