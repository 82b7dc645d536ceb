"""Pages of moderators about appeals and objections: the list, and one with the case beside it."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import staff
from ..access import moderator_only
from ..choices import DECISIONS
from ..db import session
from ..login import me
from ..models import AppealKind, OutgoingMail
from ..pagination import page_number
from . import appeal_actions, appeal_queries, queries
from .answer_forms import APPEAL_OUTCOMES, AppealAnswerForm
from .forms import PARTS
from .views import blueprint


@blueprint.get("/appeals")
@moderator_only
def appeals() -> str:
    """What therapists asked to have looked at again, the oldest first."""
    return render_template(
        "moderation/appeals.html",
        page=appeal_queries.appeals(session, me(), page_number(request.args.get("page", ""))),
        page_address=lambda n: url_for("moderation.appeals", page=n),
    )


@blueprint.get("/appeals/<int:appeal_id>")
@moderator_only
def appeal(appeal_id: int) -> str:
    """One appeal or objection, with the form that answers it."""
    file = appeal_queries.appeal_file(session, appeal_id, me())
    form = AppealAnswerForm(formdata=None, version=file.appeal.revision.version)
    return _page(file, form.offer(file.appeal.kind, appeal_actions.would_mean(session, file.appeal)))


@blueprint.post("/appeals/<int:appeal_id>")
@moderator_only
def answer_appeal(appeal_id: int) -> str | tuple[str, int] | Response:
    """Answer it and tell the therapist, or show the letter first."""
    file = appeal_queries.appeal_file(session, appeal_id, me())
    form = AppealAnswerForm().offer(file.appeal.kind, appeal_actions.would_mean(session, file.appeal))
    if not form.validate_on_submit():
        return _page(file, form), 422
    found = appeal_actions.Ruling(form.result(), form.note.data or "")
    if request.form.get("then") == "letter":
        return _page(file, form, appeal_actions.preview(session, file.appeal, found, _terms()))
    here = staff.open_case(("appeal",), appeal_id)
    appeal_actions.answer(session, file.appeal, me(), found, version=form.version.data, terms=_terms())
    following = staff.go_on(here)
    session.commit()
    act = queries.last_answer(session, file.appeal)
    what = "appeal" if file.appeal.kind is AppealKind.DECISION else "objection"
    flash(f"The {what} of {file.appeal.revision.name} is answered. The therapist gets a letter.", staff.undo_kind(act))
    return redirect(following, 303)


def _terms() -> appeal_actions.Terms:
    address = current_app.config["BASE_ADDRESS"]
    return appeal_actions.Terms(current_app.config["REVIEW_PROMISE_DAYS"], address)


def _page(file: appeal_queries.AppealFile, form: AppealAnswerForm, letter: OutgoingMail | None = None) -> str:
    return render_template(
        "moderation/appeal.html",
        file=file,
        form=form,
        letter=letter,
        effect=appeal_actions.would_mean(session, file.appeal),
        outcomes=APPEAL_OUTCOMES[file.appeal.kind],
        parts=PARTS,
        decision_words=DECISIONS,
    )
