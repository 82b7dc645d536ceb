"""Letters in the administrator's own words: shown, changed with a preview, taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ... import rules, site
from ...access import administrator_only
from ...db import session
from ...errors import NotFound
from ...login import me
from ...rules.letters import KIND, Text
from .. import audit_search
from ..forms.letters import LetterForm
from .blueprint import blueprint, chosen_state, commit_rules, say_saved


@blueprint.get("/letters")
@administrator_only
def letters() -> str:
    """Every letter that can leave, those with other words marked."""
    rows = rules.letters.overview(session)
    return render_template("administration/letters.html", rows=rows, words=audit_search.words)


@blueprint.route("/letters/<letter>", methods=["GET", "POST"])
@administrator_only
def letter(letter: str) -> str | tuple[str, int] | Response:
    """One letter: its text, what it may name, a preview, and its history."""
    present = rules.letters.text_of(session, letter)
    form = LetterForm(subject=present.subject, body=present.body)
    shown = form.text() if form.is_submitted() else present
    # Looking needs no reason; a fault is told before either.
    wants_preview = "preview" in request.form
    valid = form.validate_on_submit() or (wants_preview and set(form.errors) <= {"why"})
    faults = rules.letters.faults(session, letter, shown) if valid else []
    form.tell(faults)
    if wants_preview or not form.is_submitted():
        form.seen.data = form.seen.data or form.newest(rules.changes_of(session, KIND, letter))
    elif valid and not faults and not form.begun_before(rules.changes_of(session, KIND, letter)):
        return _saved(letter, shown, form.why.data or "")
    if wants_preview:
        form.why.errors = []
    return _page(letter, form, None if faults or form.errors else shown), 422 if form.errors or faults else 200


@blueprint.post("/letters/<letter>/original")
@administrator_only
def original_letter(letter: str) -> Response:
    """Send the letter again as it ships."""
    rules.letters.original(session, letter)
    return _saved(letter, None, "Back to the original")


@blueprint.post("/letters/<letter>/revert/<int:change_id>")
@administrator_only
def revert_letter(letter: str, change_id: int) -> Response:
    """Send the letter again as it was after an earlier change, if it can still be sent so."""
    change = rules.find_change(session, change_id)
    if (change.kind, change.key) != (KIND, letter):
        raise NotFound(f"change {change_id} of {letter}")
    state = chosen_state(change)
    text = Text(state["subject"], state["body"])
    if found := rules.letters.faults(session, letter, text):
        flash(f"That text cannot be sent any more, so nothing was changed. {found[0]}", "error")
        return redirect(url_for("administration.letter", letter=letter), 303)
    return _saved(letter, text, f"Back to the text of {change.at:%Y-%m-%d}")


def _saved(letter: str, text: Text | None, why: str) -> Response:
    changed = rules.letters.save_letter(session, letter, text, me(), why)
    commit_rules()
    say_saved(changed, "Saved. Letters leave with this text from now on.")
    return redirect(url_for("administration.letter", letter=letter), 303)


def _page(letter: str, form: LetterForm, shown: Text | None) -> str:
    own = {"site_name": site.value("SITE_NAME")}
    original = rules.letters.original(session, letter)
    return render_template(
        "administration/letter.html",
        letter=letter,
        title=audit_search.words(letter),
        form=form,
        preview=rules.letters.preview(session, letter, shown, **own) if shown else None,
        placeholders=rules.letters.placeholders(session, letter),
        is_changed=rules.letters.text_of(session, letter) != original,
        original=original,
        changes=rules.changes_of(session, KIND, letter),
        words=audit_search.words,
        said=audit_search.said,
    )
