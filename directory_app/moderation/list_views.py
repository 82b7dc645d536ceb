"""The work list of moderators, and what can be done with any case: take it, go on, undo, leave a note."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import casework, staff
from ..access import moderator_only
from ..casework import SOURCES
from ..choices import DECISIONS
from ..db import session
from ..errors import NotFound
from ..login import me
from ..models import Act
from ..template_filters import clock
from . import actions, queries
from .forms import DecisionForm, NoteForm
from .views import blueprint, case_page, site_address

KIND_OF_SUBJECT = {"revision": ("new", "edit", "flag"), **{one.subject: (one.kind,) for one in reversed(SOURCES)
                   if one.subject != "revision"}}  # fmt: skip


@blueprint.get("/")
@moderator_only
def queue() -> str:
    """Everything that waits, urgent ones first, then the oldest."""
    wanted = staff.filter_asked(request)
    after = casework.case_behind(request.args.get("after", ""))
    return render_template(
        "moderation/queue.html",
        page=casework.work_page(session, wanted, me(), after),
        counts=casework.counts(session, wanted, me()),
        wanted=wanted,
        sources=SOURCES,
        places=queries.jurisdictions_known(session),
    )


@blueprint.post("/next")
@moderator_only
def next_case() -> Response:
    """Leave this case as it is and open the next one of the same filter."""
    kind, number = request.form.get("kind", ""), request.form.get("number", "")
    here = casework.case_of(session, kind, int(number)) if _is_case(kind, number) else None
    following = staff.go_on(here)
    session.commit()
    if here is not None and following == url_for("moderation.queue", **staff.kept_filter()):
        flash("No other case waits here that nobody looks at.")
    return redirect(following, 303)


@blueprint.post("/looks")
@moderator_only
def look() -> Response | tuple[str, int, dict[str, str]]:
    """Say that I look at a case, or take it over from a colleague; an open page asks again and is told who has it."""
    subject, number = request.form.get("subject", ""), request.form.get("number", "")
    kinds = KIND_OF_SUBJECT.get(subject, ())
    here = staff.open_case(kinds, int(number)) if _is_number(number) else None
    if here is None:
        raise NotFound(f"case {subject} {number}")
    casework.take(session, subject, here.subject_id, me(), over=request.form.get("over") == "yes")
    session.commit()
    if request.form.get("beat") != "yes":
        # The page of the case says whose it is.
        return redirect(staff.case_address(here), 303)
    found = staff.look_at(subject, here.subject_id)
    if found is None or found.mine:
        return "", 204, {}
    sentence = f"{found.email} has had this open since {clock(found.since)}."
    return sentence, 423, {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.post("/acts/<int:act_id>/undo")
@moderator_only
def undo(act_id: int) -> Response:
    """Take back what a moderator did, and show the case as it stands then."""
    act = casework.undo(session, casework.act_to_undo(session, act_id), me(), site_address())
    session.commit()
    what = DECISIONS[act.decision.kind.value].lower() if act.decision else "the last step"
    flash(f"Undone: {what}. Everything is as it was before.", "success")
    return redirect(_page_of(act), 303)


@blueprint.post("/cases/<int:revision_id>/notes")
@moderator_only
def leave_note(revision_id: int) -> Response | tuple[str, int]:
    """Tell the other moderators something about this listing."""
    file = queries.case_file(session, revision_id)
    form = NoteForm()
    if not form.validate_on_submit():
        decision = DecisionForm(formdata=None, version=file.revision.version)
        decision.offer(queries.reasons(session), file.open_flags, file.changed)
        return case_page(file, decision, note_form=form), 422
    actions.leave_note(session, file.revision.listing, me(), form.text.data or "")
    session.commit()
    return redirect(url_for("moderation.case", revision_id=revision_id, _anchor="notes", **staff.kept_filter()), 303)


@blueprint.post("/cases/<int:revision_id>/notes/<int:note_id>/delete")
@moderator_only
def delete_note(revision_id: int, note_id: int) -> Response:
    """Delete an own note."""
    actions.delete_note(session, note_id, me())
    session.commit()
    flash("Your note is deleted.")
    return redirect(url_for("moderation.case", revision_id=revision_id, _anchor="notes", **staff.kept_filter()), 303)


def _is_case(kind: str, number: str) -> bool:
    return kind in {one.kind for one in SOURCES} and _is_number(number)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10


def _page_of(act: Act) -> str:
    endpoint, arguments = casework.ways_back()[act.what].page_of(act)
    return url_for(endpoint, **staff.kept_filter(**arguments))
