"""Lists that administrators keep: techniques, reasons, reasons of reports, jurisdictions."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ... import rules
from ...access import administrator_only
from ...db import session
from ...errors import NotFound
from ...login import me
from .. import audit_search, vocabularies, vocabulary_actions
from ..forms.vocabulary import KEY, entry_form, fill, values_of_form
from ..forms.why import WhyForm
from ..vocabularies import Vocabulary, vocabulary
from .blueprint import blueprint, chosen_state, commit_rules, say_saved

Answer = str | tuple[str, int] | Response


@blueprint.get("/lists/<name>")
@administrator_only
def entries(name: str) -> str:
    """Everything on a list."""
    which = vocabulary(name)
    return render_template(
        "administration/entries.html", which=which, rows=vocabularies.entries(session, which), said=audit_search.said
    )


@blueprint.route("/lists/<name>/new", methods=["GET", "POST"])
@administrator_only
def new_entry(name: str) -> Answer:
    """Add to a list."""
    which = vocabulary(name)
    parts = vocabularies.parts(session, which)
    form = entry_form(which, parts, is_new=True)()
    if not form.validate_on_submit():
        page = render_template("administration/new_entry.html", which=which, form=form, parts=parts, key=KEY)
        return page, 422 if form.errors else 200
    values = values_of_form(form, parts, _nullable(which))
    vocabulary_actions.add(session, which, form[KEY].data, values, me(), form.why.data or "")
    commit_rules()
    flash(f"The {which.one} {form[KEY].data} is on the list.", "success")
    return redirect(url_for("administration.entries", name=name), 303)


@blueprint.route("/lists/<name>/<entry_key>", methods=["GET", "POST"])
@administrator_only
def entry(name: str, entry_key: str) -> Answer:
    """One entry with its history; changed here, retired here."""
    which = vocabulary(name)
    row, parts = vocabularies.find_entry(session, which, entry_key), vocabularies.parts(session, which)
    form = entry_form(which, parts, is_new=False)()
    changes = rules.changes_of(session, which.kind, entry_key)
    if form.validate_on_submit() and not form.begun_before(changes):
        values = values_of_form(form, parts, _nullable(which))
        changed = vocabulary_actions.save(session, which, entry_key, values, me(), form.why.data or "")
        commit_rules()
        say_saved(changed, "Saved.")
        return redirect(url_for("administration.entry", name=name, entry_key=entry_key), 303)
    if not form.is_submitted():
        form.begun_before(changes)
        fill(form, parts, vocabularies.values_of(which, row))
    page = render_template(
        "administration/entry.html",
        which=which,
        entry_key=entry_key,
        title=getattr(row, which.label),
        form=form,
        parts=parts,
        uses=vocabularies.uses(session, which, entry_key),
        changes=changes,
        named=vocabularies.column_label,
        said=audit_search.said,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/lists/<name>/<entry_key>/delete", methods=["GET", "POST"])
@administrator_only
def delete_entry(name: str, entry_key: str) -> Answer:
    """Delete what nothing names."""
    which = vocabulary(name)
    row, form = vocabularies.find_entry(session, which, entry_key), WhyForm()
    if form.validate_on_submit():
        vocabulary_actions.delete(session, which, entry_key, me(), form.why.data or "")
        commit_rules()
        flash(f"The {which.one} {entry_key} is deleted.", "success")
        return redirect(url_for("administration.entries", name=name), 303)
    page = render_template(
        "administration/delete_entry.html",
        which=which,
        entry_key=entry_key,
        title=getattr(row, which.label),
        uses=vocabularies.uses(session, which, entry_key),
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/lists/<name>/<entry_key>/revert/<int:change_id>")
@administrator_only
def revert_entry(name: str, entry_key: str, change_id: int) -> Response:
    """Make an entry again what it was after an earlier change."""
    which, change = vocabulary(name), rules.find_change(session, change_id)
    if (change.kind, change.key) != (which.kind, entry_key):
        raise NotFound(f"change {change_id} of {entry_key}")
    changed = vocabulary_actions.revert(session, which, change, chosen_state(change), me())
    commit_rules()
    say_saved(changed, "It is again as it was then.")
    return redirect(url_for("administration.entry", name=name, entry_key=entry_key), 303)


def _nullable(which: Vocabulary) -> set[str]:
    return {column.name for column in which.model.__table__.columns if column.nullable}
