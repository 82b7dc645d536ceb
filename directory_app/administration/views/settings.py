"""Settings of the site, with the home page as it would be, and promises in days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ... import confirming, rules, site
from ...access import administrator_only
from ...confirming import Thresholds, Trial
from ...db import session
from ...errors import NotFound
from ...login import me
from ...models import RuleChange
from ...rules.settings import CONFIRMATIONS, GROUPS, SITE
from .. import audit_search
from ..forms.settings import definitions, fill, settings_form, stamp_of, values_of_form
from .blueprint import blueprint, chosen_state, commit_rules, say_saved

HOME = "pages.home"


@blueprint.route("/settings/<group>", methods=["GET", "POST"])
@administrator_only
def settings(group: str) -> str | tuple[str, int] | Response:
    """One group of settings with its history."""
    _known(group)
    present = {**site.defaults(), **rules.overrides(session)}
    form = settings_form(group)(data=fill(present, group))
    if not form.is_submitted():
        form.begun_before(_changes(group))
    if form.validate_on_submit() and not form.begun_before(_changes(group)):
        values = values_of_form(form, group)
        if group == CONFIRMATIONS and request.form.get("shown") != stamp_of(values):
            return _page(group, form, confirming.try_limits(session, limits_of(values)))
        changed = rules.save_settings(session, values, site.defaults(), me(), form.why.data or "")
        commit_rules()
        say_saved(changed, "Saved. Every page shows it within a second.")
        return redirect(url_for("administration.settings", group=group), 303)
    return _page(group, form), 422 if form.errors else 200


@blueprint.post("/settings/<group>/preview")
@administrator_only
def preview(group: str) -> Any:
    """The home page as it would be with what was typed. Nothing is saved."""
    _known(group)
    form = settings_form(group)()
    if not form.validate() and set(form.errors) - {"why"}:
        return _page(group, form), 422
    g.previewed = values_of_form(form, group)
    g.previewed_form = form
    return current_app.view_functions[HOME]()


@blueprint.route("/settings/<group>/change", methods=["POST"])
@administrator_only
def go_on(group: str) -> str:
    """Back from the preview, with everything that was typed."""
    _known(group)
    form = settings_form(group)()
    return _page(group, form)


@blueprint.post("/settings/<group>/revert/<int:change_id>")
@administrator_only
def revert_setting(group: str, change_id: int) -> Response:
    """Make a setting again what it was after an earlier change."""
    change = rules.find_change(session, change_id)
    if change.kind != "setting" or change.key not in {one.name for one in definitions(group)}:
        raise NotFound(f"change {change_id}")
    why = f"Back to the value of {change.at:%Y-%m-%d}"
    changed = rules.save_settings(session, {change.key: chosen_state(change)["value"]}, site.defaults(), me(), why)
    commit_rules()
    say_saved(changed, "It is again as it was then.")
    return redirect(url_for("administration.settings", group=group), 303)


def _known(group: str) -> None:
    if group not in GROUPS:
        raise NotFound(f"settings {group}")


def _changes(group: str) -> list[RuleChange]:
    found = [change for one in definitions(group) for change in rules.changes_of(session, "setting", one.name)]
    return sorted(found, key=lambda one: -one.id)


def limits_of(values: Mapping[str, Any]) -> Thresholds:
    """The limits of confirmations among the settings."""
    return Thresholds(*(int(values[f"CONFIRMATION_{name}"]) for name in ("BURST", "SAME_NETWORK", "SAME_ANSWERS")))


def _page(group: str, form: Any, trial: Trial | None = None) -> str:
    mine = definitions(group)
    return render_template(
        "administration/settings.html",
        group=group,
        title=GROUPS[group],
        form=form,
        fields=[form[one.name.lower()] for one in mine],
        labels={one.name: one.label for one in mine},
        changes=_changes(group)[:50],
        has_preview=group == SITE,
        is_tried=group == CONFIRMATIONS,
        trial=trial,
        shown=stamp_of(values_of_form(form, group)) if trial else "",
        words=audit_search.words,
        said=audit_search.said,
    )
