"""The rules this process works by: settings over those of the environment, and the rubric answers are read with.

They stand in the database. Each process looks every half second at most whether a number moved there, and then takes
them over, so that a change shows everywhere within a second.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from . import rules, scorekeeping
from .errors import RubricRefused
from .models import Setting

log = logging.getLogger(__name__)

SECONDS = 0.5
JOB_SECONDS = 1.0
RUBRIC = "RUBRIC"


class Known:
    """What this process knows of the rules: the number at which it took them over, and the defaults below them."""

    def __init__(self, defaults: Mapping[str, Any]) -> None:
        self.defaults = dict(defaults)
        self.version = -1
        self.looked_at = float("-inf")
        self.lock = threading.Lock()


def init_app(app: Flask) -> None:
    """Let every request work by the rules of the moment, and every page know the name of the site."""
    app.config.setdefault("RULES_SECONDS", SECONDS)
    app.extensions["rules"] = Known({name: app.config[name] for name in rules.DEFINITIONS})
    # Who asks whether this process lives must not wait for the database.
    app.before_request(lambda: refresh(current_app) if request.blueprint != "watching" else None)
    app.context_processor(_in_templates)


def refresh(app: Any) -> None:
    """Take the rules over if they changed and were not looked at just now."""
    known: Known = app.extensions["rules"]
    if time.monotonic() - known.looked_at < app.config["RULES_SECONDS"] or not known.lock.acquire(blocking=False):
        # Whoever finds another thread at it works by the old rules for one request more.
        return
    try:
        known.looked_at = time.monotonic()
        with app.extensions["reading_sessions"]() as session:
            version = rules.version(session)
            if version != known.version:
                _apply(app, rules.overrides(session))
                row = session.get(Setting, RUBRIC)
                _read_with(app, session, str(row.value) if row else scorekeeping.PACKAGED_VERSION)
                known.version = version
    except SQLAlchemyError as error:
        # Without a database other parts of a request fail in their own words; a schema may not be there yet.
        log.debug("rules were not looked at: %s", type(error).__name__)
    finally:
        known.lock.release()


def look_again(app: Any) -> None:
    """Let the next request look whether rules changed: this process has just changed some."""
    app.extensions["rules"].looked_at = float("-inf")


def forget(app: Any) -> None:
    """Go back to the settings of the environment and the packaged rubric, until the next look."""
    known: Known = app.extensions["rules"]
    _apply(app, {})
    scorekeeping.use(None)
    known.version, known.looked_at = -1, float("-inf")


def defaults() -> dict[str, Any]:
    """The settings as they are without the database."""
    return dict(current_app.extensions["rules"].defaults)


def stamp() -> int:
    """A number that moves when a rule changed: pages that were made before it are old."""
    version: int = current_app.extensions["rules"].version
    return version


def value(name: str) -> Any:
    """A setting, or what a preview shows in its place."""
    previewed = g.get("previewed") or {}
    return previewed[name] if name in previewed else current_app.config[name]


def contact_address() -> str:
    """Where people write to: the address of its own, or the one our letters come from."""
    own = str(value("CONTACT_ADDRESS"))
    return own or str(current_app.config["MAIL_FROM"]).split("<")[-1].rstrip(">")


def tasks_of_process(app: Flask) -> list[tuple[str, float, Callable[[], object]]]:
    """What the job runner of every process repeats, so that jobs work by the same rules."""
    return [("rules", JOB_SECONDS, lambda: refresh(app))]


def rubric_folder(app: Any) -> Path:
    """Where rubrics that do not ship with the directory are kept as files, made from the database."""
    return Path(app.config["DATA"]) / "rubrics"


def _apply(app: Any, overrides: Mapping[str, Any]) -> None:
    known: Known = app.extensions["rules"]
    for name, default in known.defaults.items():
        app.config[name] = overrides.get(name, default)
    app.jinja_env.globals["site_name"] = app.config["SITE_NAME"]


def _read_with(app: Any, session: Any, version: str) -> None:
    if scorekeeping.current_rubric().version == version:
        return
    try:
        scorekeeping.use(scorekeeping.open_release(session, version, rubric_folder(app)))
    except (RubricRefused, scorekeeping.InvalidRubric, OSError) as error:
        log.error("rubric %s cannot be used, answers are read with the one before: %s", version, error)


def _in_templates() -> dict[str, Any]:
    return {
        "site_name": value("SITE_NAME"),
        "tagline": value("TAGLINE"),
        "site_notice": value("NOTICE"),
        "contact_address": contact_address(),
        "previewing": "previewed" in g,
    }
