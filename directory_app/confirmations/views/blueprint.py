"""The blueprint, the secret of the site, and the one page for every code that opens nothing."""

from __future__ import annotations

from flask import Blueprint, current_app, g, render_template

from ...confirming import NoSuchCode
from ...keys import all_keys

blueprint = Blueprint("confirmations", __name__)


@blueprint.errorhandler(NoSuchCode)
def nothing_behind_it(_error: NoSuchCode) -> tuple[str, int]:
    """Wrong, used, closed and run-out codes look alike, so that trying codes teaches nothing. Each try is counted."""
    g.wrong_code = True
    return render_template("confirmations/no_such_code.html"), 404


def secret() -> str:
    """Under which codes are made and stored."""
    return secrets()[0]


def secrets() -> list[str]:
    """Under which codes were ever made, the newest first."""
    return all_keys(current_app.config)


def address() -> str:
    """The site's own address, for links on paper."""
    return str(current_app.config["BASE_ADDRESS"])
