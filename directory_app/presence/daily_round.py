"""What the job runner does for listings by itself: it brings back those whose pause ends, and reminds of old facts."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from itsdangerous import BadData, URLSafeSerializer

from ..errors import NotFound
from ..keys import sealer
from . import actions

RETURN_SECONDS = 300.0
# Fifty letters a time: as many in a month as a hundred thousand therapists need who never answer one.
REMIND_SECONDS = 900.0
LONGEST_TOKEN = 200


def bring_back(app: Flask) -> int:
    """Show the paused listings whose day has come; return how many."""
    with app.app_context(), app.extensions["sessions"]() as session:
        back = actions.bring_back(session, _site(app))
        session.commit()
        return back


def remind(app: Flask) -> int:
    """Write the reminders that are due; return how many. What is left after a batch comes with the next round."""
    with app.app_context(), app.extensions["sessions"]() as session:
        days, again = app.config["REMIND_AFTER_DAYS"], app.config["REMIND_AGAIN_DAYS"]
        sent = actions.remind(session, days, again, _site(app), lambda number: _stop_address(app, number))
        session.commit()
        return sent


def listing_of(app: Flask, token: str) -> int:
    """The listing whose reminders a link ends. Raises NotFound for a token that is not ours."""
    try:
        return int(_sealer(app).loads(token[:LONGEST_TOKEN]))
    except (BadData, ValueError, TypeError):
        raise NotFound("reminders") from None


def tasks(app: Flask) -> list[tuple[str, float, Callable[[], object]]]:
    """What the job runner repeats: a name, seconds between runs, the function."""
    return [
        ("returning", RETURN_SECONDS, lambda: bring_back(app)),
        ("reminding", REMIND_SECONDS, lambda: remind(app)),
    ]


def _stop_address(app: Flask, listing_id: int) -> str:
    return f"{_site(app)}/reminders/{_sealer(app).dumps(listing_id)}"


def _site(app: Flask) -> str:
    return str(app.config["BASE_ADDRESS"])


def _sealer(app: Flask) -> URLSafeSerializer:
    return sealer(app.config, "no more reminders")
