"""The blueprint, and the facts about the site that actions need."""

from __future__ import annotations

from flask import Blueprint, current_app

from ..actions import Site

blueprint = Blueprint("claims", __name__)


def site() -> Site:
    """Address, secret and promise of this site."""
    config = current_app.config
    return Site(str(config["BASE_ADDRESS"]), str(config["SECRET_KEY"]), config["REVIEW_PROMISE_DAYS"])
