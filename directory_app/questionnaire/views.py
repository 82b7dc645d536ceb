"""The questionnaire, one question a page, and the reading of an answer while it is written."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ..access import therapist_only
from ..db import session
from ..errors import StaleVersion
from ..jurisdictions import refused_words
from ..login import me
from ..models import Revision
from ..scorekeeping import QUESTIONS, DraftReading, read_draft
from ..scorekeeping import question as question_named
from ..scorekeeping.questions import Question
from ..writing import with_draft
from . import actions
from .forms import AnswerForm

blueprint = Blueprint("questionnaire", __name__, url_prefix="/my-listing/questions")

IDS = [one.id for one in QUESTIONS]


@blueprint.route("/<question_id>", methods=["GET", "POST"])
@therapist_only
@with_draft
def question(revision: Revision, question_id: str) -> str | tuple[str, int] | Response:
    """One question: choose, write, see how it would be read, go back and forth."""
    asked = question_named(question_id)
    form = AnswerForm.showing(asked, revision.answer(question_id))
    if request.method != "POST":
        return _page(revision, asked, form)
    if not form.validate():
        return _page(revision, asked, form), 422
    if request.form.get("then") == "read":
        return _page(revision, asked, form, is_read=True)
    try:
        actions.save_answer(session, revision, me(), question_id, form.choice.data, form.text.data, form.version.data)
    except StaleVersion:
        session.rollback()
        return _page(revision, asked, form, saved=form.saved_meanwhile(asked, revision.answer(question_id))), 409
    session.commit()
    return redirect(_next(question_id, request.form.get("then", "")), 303)


@blueprint.post("/<question_id>/reading")
@therapist_only
@with_draft
def reading(revision: Revision, question_id: str) -> str:
    """How a half-written answer would be read, for the script of the page. Nothing is stored or logged."""
    asked = question_named(question_id)
    form = AnswerForm.showing(asked, revision.answer(question_id))
    return render_template("questionnaire/_reading.html", draft=_read(revision, asked, form))


def _read(revision: Revision, asked: Question, form: AnswerForm) -> DraftReading:
    choice = form.choice.data if any(one.value == form.choice.data for one in asked.choices) else None
    return read_draft(session, revision, asked, choice, form.text.data or "", refused_words(session, revision))


def _page(revision: Revision, asked: Question, form: AnswerForm, **facts: object) -> str:
    return render_template(
        "questionnaire/question.html",
        question=asked,
        form=form,
        draft=_read(revision, asked, form),
        number=IDS.index(asked.id) + 1,
        total=len(IDS),
        **facts,
    )


def _next(question_id: str, then: str) -> str:
    position = IDS.index(question_id)
    if request.args.get("from") == "check":
        return url_for("listings.check")
    if then == "overview":
        return url_for("listings.overview")
    if then == "back":
        previous = IDS[position - 1] if position else None
        return url_for("questionnaire.question", question_id=previous) if previous else url_for("listings.licence")
    if position + 1 < len(IDS):
        return url_for("questionnaire.question", question_id=IDS[position + 1])
    return url_for("listings.check")
