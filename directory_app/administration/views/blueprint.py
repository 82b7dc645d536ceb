"""The blueprint of administration, and what its views share."""

from __future__ import annotations

from flask import Blueprint, current_app

from ... import site
from ...db import session

blueprint = Blueprint("administration", __name__, url_prefix="/administration")


def commit_rules() -> None:
    """Save a change of rules and let this process take it over with its next request."""
    session.commit()
    site.look_again(current_app)
