"""One case of moderators: what is asked for, and the decision about it; reports of visitors."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import staff
from ..access import moderator_only
from ..choices import DECISIONS
from ..comparison import at_once, compare, compare_with, technique_names
from ..db import session
from ..jurisdictions import rules_of
from ..login import me
from ..models import Decision, OutgoingMail
from ..pagination import page_number
from ..publishing import hidden
from . import actions, deciding, queries, standing
from .answer_forms import MESSAGE_OUTCOMES, OUTCOMES, CloseReportForm
from .forms import PARTS, DecisionForm, NoteForm, ReviewFlagsForm, flag_words

log = logging.getLogger(__name__)
log.setLevel(logging.INFO)
blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")

KINDS = ("new", "edit", "flag")
DONE = {
    "approve": "approved and public",
    "approve_parts": "approved in parts, the others are sent back",
    "ask_for_changes": "sent back",
    "reject": "rejected",
    "suspend": "taken down",
    "restore": "brought back",
}


@blueprint.get("/cases/<int:revision_id>")
@moderator_only
def case(revision_id: int) -> str:
    """One case: old and new by field, the effect on points, flags, licences, history, and the decision form.

    Of a version that was taken back only that it was.
    """
    if (draft := queries.taken_back(session, revision_id)) is not None:
        return render_template("moderation/taken_back.html", approved=draft.listing.approved, draft=draft)
    file = queries.case_file(session, revision_id)
    form = DecisionForm(formdata=None, version=file.revision.version)
    return case_page(file, form.offer(queries.reasons(session), file.open_flags, file.changed))


@blueprint.post("/cases/<int:revision_id>")
@moderator_only
def decide(revision_id: int) -> Response | str | tuple[str, int]:
    """Decide, tell the therapist, and go to the next case; or show the letter first."""
    file = queries.case_file(session, revision_id)
    # Whoever was slower is told that, with what they chose in words: a flag they ticked is not open any more by then.
    flags = file.open_flags if file.open_to_decide else [one.flag for one in file.flags]
    form = DecisionForm().offer(queries.reasons(session), flags, file.changed)
    deciding.refuse_once_decided(session, file.revision)
    if not form.validate_on_submit():
        return case_page(file, form), 422
    if request.form.get("then") == "letter":
        return case_page(file, form, deciding.preview(session, file.revision, me(), form.verdict(), site_address()))
    here = staff.open_case(KINDS, revision_id)
    decision = deciding.decide(
        session, file.revision, me(), form.verdict(), version=form.version.data, address=site_address()
    )
    following = staff.go_on(here)
    session.commit()
    say_decided(decision)
    return redirect(following, 303)


@blueprint.post("/cases/<int:revision_id>/flags")
@moderator_only
def review_flags(revision_id: int) -> Response | tuple[str, int]:
    """Review the flags of a version that is public."""
    file = queries.case_file(session, revision_id)
    form = ReviewFlagsForm().offer(file.open_flags)
    if not form.validate_on_submit():
        return case_page(file, DecisionForm(formdata=None).offer([], []), flags_form=form), 422
    here = staff.open_case(KINDS, revision_id)
    unfounded = frozenset(form.unfounded.data or [])
    act = standing.review_flags(session, file.revision, me(), unfounded, form.why.data or "")
    following = staff.go_on(here)
    session.commit()
    flash(f"The flags of {file.revision.name} are reviewed.", staff.undo_kind(act))
    return redirect(following, 303)


def case_page(file: queries.CaseFile, form: DecisionForm, letter: OutgoingMail | None = None, **forms: Any) -> str:
    """The page of a case with its forms as they stand."""
    names = technique_names(session)
    return render_template(
        "moderation/case.html",
        file=file,
        rows=compare(file.approved, file.revision, names),
        since=compare_with(deciding.sent_in(file.asked), file.revision, names) if file.asked else [],
        at_once=at_once(file.revision.listing),
        form=form,
        letter=letter,
        flags_form=forms.get("flags_form") or ReviewFlagsForm(formdata=None).offer(file.open_flags),
        note_form=forms.get("note_form") or NoteForm(formdata=None),
        flag_words=flag_words,
        decision_words=DECISIONS,
        parts=PARTS,
        me=me(),
        rules=rules_of(session, file.revision),
        hidden=hidden.standing(session, file.revision.listing),
        hidden_words=hidden.words_of,
    )


def site_address() -> str:
    """What links in letters begin with."""
    return str(current_app.config["BASE_ADDRESS"])


def say_decided(decision: Decision) -> None:
    """Say what was decided and whether the therapist is told, with a way back."""
    told = staff.told(decision.revision.listing, decision.act)
    name, kind = decision.revision.name or "The listing", decision.kind.value
    noted = " with your note" if kind == "ask_for_changes" and (decision.note or decision.about) else ""
    flash(f"{name} is {DONE[kind]}{noted}. {told}", staff.undo_kind(decision.act))


@blueprint.get("/reports")
@moderator_only
def reports() -> str:
    """What visitors reported, urgent ones first, then the oldest."""
    return render_template(
        "moderation/reports.html",
        page=queries.reports(session, me(), page_number(request.args.get("page", ""))),
        page_address=lambda n: url_for("moderation.reports", page=n),
    )


@blueprint.get("/reports/<int:report_id>")
@moderator_only
def report(report_id: int) -> str:
    """One report, with the form that closes it."""
    row = queries.report(session, report_id)
    return _report_page(row, CloseReportForm(formdata=None).offer(row.report))


@blueprint.post("/reports/<int:report_id>")
@moderator_only
def close_report(report_id: int) -> Response | tuple[str, int]:
    """Close a report and answer the therapist who reported a message, or the visitor who left an address."""
    row = queries.report(session, report_id)
    form = CloseReportForm().offer(row.report)
    if not form.validate_on_submit():
        return _report_page(row, form), 422
    here = staff.open_case(("report",), report_id)
    actions.close_report(session, row.report, me(), form.result(), form.outcome_note.data or "", site_address())
    following = staff.go_on(here)
    session.commit()
    act = queries.last_act(session, "report", report_id)
    told = f" The {row.by} gets a letter." if act and act.letter_id else ""
    flash(f"The {row.title} is closed.{told}", staff.undo_kind(act))
    return redirect(following, 303)


def _report_page(row: queries.ReportRow, form: CloseReportForm) -> str:
    if row.report.message:
        # Who reads what was written in confidence is written down, by numbers alone.
        log.info("message read report=%s account=%s", row.report.id, me().id)
    outcomes = MESSAGE_OUTCOMES if row.report.about_message else OUTCOMES
    return render_template("moderation/report.html", row=row, form=form, outcomes=outcomes)
