"""Pages of moderators: the queue and one case, reports and one report."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import confirming
from ..access import moderator_only
from ..comparison import compare
from ..db import session
from ..jurisdictions import rules_of
from ..login import me
from ..pagination import page_number
from ..publishing.hidden import standing, words_of
from . import actions, queries
from .appeal_queries import open_appeals
from .forms import OUTCOMES, PARTS, CloseReportForm, DecisionForm, flag_words

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")

DECISIONS = {"approve": "Approved", "ask_for_changes": "Changes asked for", "reject": "Rejected"}
DONE = {"approve": "approved and public", "ask_for_changes": "sent back with your note", "reject": "rejected"}


@blueprint.get("/")
@moderator_only
def queue() -> str:
    """What waits, oldest first."""
    return render_template(
        "moderation/queue.html",
        page=queries.queue(session, page_number(request.args.get("page", ""))),
        reports=queries.open_reports(session),
        appeals=open_appeals(session),
        held=confirming.held_count(session),
        claims=queries.waiting_claims(session),
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
        "moderation/case.html",
        file=file,
        rows=rows,
        form=form,
        flag_words=flag_words,
        decision_words=DECISIONS,
        parts=PARTS,
        rules=rules_of(session, file.revision),
        hidden=standing(session, file.revision.listing),
        hidden_words=words_of,
    )


@blueprint.get("/reports")
@moderator_only
def reports() -> str:
    """What visitors reported, urgent ones first, then the oldest."""
    return render_template(
        "moderation/reports.html",
        page=queries.reports(session, page_number(request.args.get("page", ""))),
        page_address=lambda n: url_for("moderation.reports", page=n),
    )


@blueprint.get("/reports/<int:report_id>")
@moderator_only
def report(report_id: int) -> str:
    """One report, with the form that closes it."""
    return _report_page(queries.report(session, report_id), CloseReportForm(formdata=None))


@blueprint.post("/reports/<int:report_id>")
@moderator_only
def close_report(report_id: int) -> Response | tuple[str, int]:
    """Close a report and answer whoever left an address."""
    row = queries.report(session, report_id)
    form = CloseReportForm()
    if not form.validate_on_submit():
        return _report_page(row, form), 422
    answered = bool(row.report.email)
    actions.close_report(session, row.report, me(), form.result(), form.outcome_note.data or "")
    session.commit()
    flash(f"The report about {row.name} is closed.{' The visitor gets a letter.' if answered else ''}")
    return redirect(url_for("moderation.reports"), 303)


def _report_page(row: queries.ReportRow, form: CloseReportForm) -> str:
    return render_template("moderation/report.html", row=row, form=form, outcomes=OUTCOMES)
