"""The blueprint of administration, and what its views share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, request

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
