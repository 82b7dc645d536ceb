"""Pages of moderators: the queue and one case."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ..access import moderator_only
from ..db import session
from ..errors import BadParameter
from ..login import me
from . import actions, queries
from .comparison import compare
from .forms import DecisionForm, flag_words

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")

DECISIONS = {"approve": "Approved", "ask_for_changes": "Changes asked for", "reject": "Rejected"}
DONE = {"approve": "approved and public", "ask_for_changes": "sent back with your note", "reject": "rejected"}


@blueprint.get("/")
@moderator_only
def queue() -> str:
    """What waits, oldest first."""
    number = request.args.get("page", "1")
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:6]) <= 10_000:
        raise BadParameter("page", "The page must be a whole number from 1.")
    return render_template(
        "moderation/queue.html",
        page=queries.queue(session, int(number)),
        queue_address=lambda n: url_for("moderation.queue", page=n),
    )


@blueprint.get("/cases/<int:revision_id>")
@moderator_only
def case(revision_id: int) -> str:
    """One case: old and new by field, the reading, flags, licences, history, and the decision form."""
    file = queries.case_file(session, revision_id)
    form = DecisionForm(formdata=None, version=file.revision.version).offer(queries.reasons(session), file.open_flags)
    return _page(file, form)


@blueprint.post("/cases/<int:revision_id>")
@moderator_only
def decide(revision_id: int) -> Response | tuple[str, int]:
    """Decide, tell the therapist, and go to the next case."""
    file = queries.case_file(session, revision_id)
    form = DecisionForm().offer(queries.reasons(session), file.open_flags)
    if not form.validate_on_submit():
        return _page(file, form), 422
    address = current_app.config["BASE_ADDRESS"].rstrip("/")
    decision = actions.decide(session, file.revision, me(), form.verdict(), version=form.version.data, address=address)
    session.commit()
    flash(f"{file.revision.name or 'The listing'} is {DONE[decision.kind.value]}. The therapist gets a letter.")
    return redirect(url_for("moderation.queue"), 303)


def _page(file: queries.CaseFile, form: DecisionForm) -> str:
    rows = compare(file.approved, file.revision)
    return render_template(
        "moderation/case.html", file=file, rows=rows, form=form, flag_words=flag_words, decision_words=DECISIONS
    )
