"""Pages of moderators about interviews: the list and whom to ask, the form with its effect, one interview."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import staff
from ..access import moderator_only
from ..db import session
from ..login import me
from ..models import InterviewWay, Revision, now
from ..pagination import page_number
from ..scorekeeping import QUESTIONS
from ..scorekeeping.interviews import Effect, effect
from . import actions, queries
from .forms import WAYS, InterviewForm, WithdrawForm

blueprint = Blueprint("interviews", __name__, url_prefix="/moderation/interviews")

LONGEST_NAME = 80


@blueprint.get("")
@moderator_only
def interviews() -> str:
    """Interviews that were held, the latest first, and a search for whom to ask."""
    typed = request.args.get("name", "")[:LONGEST_NAME]
    return render_template(
        "interviews/interviews.html",
        page=queries.interviews(session, page_number(request.args.get("page", ""))),
        address=lambda n: url_for("interviews.interviews", page=n),
        typed=typed,
        found=queries.whom(session, me(), typed),
        ways=WAYS,
        today=now().date(),
    )


@blueprint.get("/new/<int:listing_id>")
@moderator_only
def begin(listing_id: int) -> str:
    """The form of an interview with the therapist of a listing."""
    revision = queries.subject(session, listing_id)
    return _form_page(revision, InterviewForm(formdata=None, held_on=now().date()))


@blueprint.post("/new/<int:listing_id>")
@moderator_only
def record(listing_id: int) -> str | Response | tuple[str, int]:
    """Show what it would do to the score; once that was shown, keep it."""
    revision = queries.subject(session, listing_id)
    form = InterviewForm()
    if not form.validate():
        return _form_page(revision, form), 422
    weighed = form.weighed()
    was_shown = form.seen.data == form.digest()
    if not was_shown or request.form.get("then") != "save":
        form.seen.data = form.digest()
        would = effect(session, revision, {one.question.id: one.value for one in weighed}, form.day())
        return _form_page(revision, form, would)
    held = actions.Held(form.day(), InterviewWay(form.way.data), weighed)
    kept = actions.record(session, revision.listing, me(), held, _site())
    session.commit()
    act = staff.undoable_about("interview", kept.id)
    told = staff.told(revision.listing, act)
    flash(f"The interview is recorded, and the score follows. {told}", staff.undo_kind(act))
    return redirect(url_for("interviews.interview", interview_id=kept.id), 303)


def _form_page(revision: Revision, form: InterviewForm, would: Effect | None = None) -> str:
    weighed = {one.question.id: one for one in form.weighed()} if would else {}
    return render_template(
        "interviews/record.html",
        revision=revision,
        form=form,
        questions=QUESTIONS,
        effect=would,
        weighed=weighed,
    )


@blueprint.get("/<int:interview_id>")
@moderator_only
def interview(interview_id: int) -> str:
    """What was said in one interview, and the form that takes it back."""
    return _page(queries.interview(session, interview_id), WithdrawForm(formdata=None))


@blueprint.post("/<int:interview_id>")
@moderator_only
def withdraw(interview_id: int) -> Response | tuple[str, int]:
    """Take an interview back; its therapist gets a letter."""
    row = queries.interview(session, interview_id)
    form = WithdrawForm()
    if not form.validate():
        return _page(row, form), 422
    actions.withdraw(session, row.interview, me(), form.reason.data, _site())
    session.commit()
    act = staff.undoable_about("interview", interview_id)
    flash("The interview is taken back and counts no more.", staff.undo_kind(act))
    return redirect(url_for("interviews.interview", interview_id=interview_id), 303)


def _page(row: queries.InterviewRow, form: WithdrawForm) -> str:
    return render_template("interviews/interview.html", row=row, form=form, ways=WAYS, today=now().date())


def _site() -> str:
    return str(current_app.config["BASE_ADDRESS"])
