"""The job that keeps the figures of the health page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from . import keeping


def sweep(app: Flask) -> bool:
    """Keep the figures if it is time; return whether it was."""
    with app.app_context(), app.extensions["sessions"]() as session:
        was_time = keeping.keep(session, int(app.config["REMIND_AFTER_DAYS"]))
        session.commit()
        return was_time


def tasks(app: Flask) -> list[tuple[str, float, Callable[[], object]]]:
    """A name, seconds between runs, the function."""
    return [(keeping.NAME, keeping.SECONDS, lambda: sweep(app))]
