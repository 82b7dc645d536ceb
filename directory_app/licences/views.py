"""Pages of moderators about licences: the list, one licence, a check recorded or taken back."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import staff
from ..access import moderator_only
from ..db import session
from ..login import me
from ..models import now
from ..pagination import page_number
from . import actions, queries
from .forms import OUTCOMES, CheckForm, WithdrawForm
from .queries import LicenceFile, Show

blueprint = Blueprint("licences", __name__, url_prefix="/moderation/licences")

LABELS = {
    Show.DUE: "Due",
    Show.UNCHECKED: "Not checked",
    Show.LAPSING: "Lapse within 60 days",
    Show.LAPSED: "Lapsed",
    Show.CHECKED: "Checked",
}


@blueprint.get("")
@moderator_only
def licences() -> str:
    """Licences of public and waiting listings, by default those that somebody should look up."""
    show = queries.shown_by(request.args.get("show", ""))
    numbers = queries.counts(session, me())
    return render_template(
        "licences/licences.html",
        page=queries.licences(session, me(), show, page_number(request.args.get("page", ""))),
        tabs=[(LABELS[one], url_for("licences.licences", show=one.value), numbers[one], one is show) for one in Show],
        address=lambda n: url_for("licences.licences", show=show.value, page=n),
        today=now().date(),
    )


@blueprint.get("/<int:licence_id>")
@moderator_only
def licence(licence_id: int) -> str:
    """What is stated, where to look it up, every look so far, and the form for another one."""
    file = queries.licence_file(session, licence_id)
    return _page(file, CheckForm.about(file, empty=True))


@blueprint.post("/<int:licence_id>")
@moderator_only
def record(licence_id: int) -> Response | tuple[str, int]:
    """Keep what the register says."""
    file = queries.licence_file(session, licence_id)
    form = CheckForm.about(file, empty=False)
    if not form.validate():
        return _page(file, form), 422
    here = staff.open_case(("licence_due",), licence_id)
    act = actions.record(session, file.row.licence, me(), form.found(), form.latest.data, _site())
    following = staff.go_on(here)
    session.commit()
    flash(f"The check of {file.row.name}’s licence is recorded.", staff.undo_kind(act))
    return redirect(following, 303)


@blueprint.post("/checks/<int:check_id>")
@moderator_only
def withdraw(check_id: int) -> Response | tuple[str, int]:
    """Take a check back; its therapist gets a letter."""
    check = queries.check(session, check_id)
    file = queries.licence_file(session, check.licence_id or 0)
    form = WithdrawForm()
    if not form.validate():
        return _page(file, CheckForm.about(file, empty=True), form), 422
    act = actions.withdraw(session, check, me(), form.withdraw_reason.data, _site())
    session.commit()
    flash("The check is taken back. The licence counts as unchecked.", staff.undo_kind(act))
    return redirect(url_for("licences.licence", licence_id=file.row.licence.id), 303)


def _page(file: LicenceFile, form: CheckForm, taking_back: WithdrawForm | None = None) -> str:
    return render_template(
        "licences/licence.html",
        file=file,
        form=form,
        taking_back=taking_back or WithdrawForm(formdata=None),
        outcomes=OUTCOMES,
        labels=LABELS,
    )


def _site() -> str:
    return str(current_app.config["BASE_ADDRESS"])
