"""Where an administrator begins: what there is to look after, and what was changed last."""

from __future__ import annotations

from flask import current_app, render_template

from ... import chain, releases, rules
from ...access import administrator_only
from ...db import session
from ..vocabularies import VOCABULARIES
from .blueprint import blueprint

CHANGES_SHOWN = 8


@blueprint.get("/")
@administrator_only
def start() -> str:
    """Tiles that lead on, and the latest changes of rules."""
    return render_template(
        "administration/start.html",
        vocabularies=VOCABULARIES.values(),
        changes=rules.newest_changes(session, CHANGES_SHOWN),
        version=releases.in_use(session),
        run=releases.open_run(session),
        entries=chain.head(session)[0],
        policies=rules.unfinished_policies(current_app.config),
    )
