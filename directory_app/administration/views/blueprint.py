"""The blueprint of administration, and what its views share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, request

from ... import site
from ...db import session
from ...errors import RuleRefused
from ...models import RuleChange

blueprint = Blueprint("administration", __name__, url_prefix="/administration")


def chosen_state(change: RuleChange) -> dict[str, Any]:
    """What somebody wants back: what a rule was after a change, or before it."""
    state = change.before if request.form.get("state") == "before" else change.after
    if state is None:
        raise RuleRefused("There was nothing then that could come back.")
    return state


def commit_rules() -> None:
    """Save a change of rules and let this process take it over with its next request."""
    session.commit()
    site.look_again(current_app)


def say_saved(changed: object, words: str) -> None:
    """Say in `words` what a form did, or that it did nothing where it held what was there before."""
    if changed:
        flash(words, "success")
    else:
        flash("Nothing was changed: all of it is as before.", "info")
