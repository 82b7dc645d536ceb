"""What the job runner repeats: letters about checks that end, interviews that wear off, patterns of new accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .licences import lapse
from .registrations import Limits, look_for_names
from .wearing import wear_off

LICENCE_SECONDS = 3600.0
INTERVIEW_SECONDS = 3600.0
REGISTRATION_SECONDS = 600.0


def sweep_licences(app: Any) -> int:
    """Write the letters that are due; return how many."""
    with app.app_context(), app.extensions["sessions"]() as session:
        written = lapse(session, str(app.config["BASE_ADDRESS"]))
        session.commit()
        return written


def sweep_interviews(app: Any) -> int:
    """Score again what rests on interviews that count half from now on; return how many versions."""
    with app.app_context(), app.extensions["sessions"]() as session:
        worn = wear_off(session)
        session.commit()
        return worn


def sweep_registrations(app: Any) -> int:
    """Look for patterns among new accounts; return how many are new."""
    with app.app_context(), app.extensions["sessions"]() as session:
        found = look_for_names(session, limits_of(app.config))
        session.commit()
        return found


def limits_of(config: Any) -> Limits:
    """The thresholds that the operator set."""
    return Limits(config["REGISTRATION_SAME_NETWORK"], config["REGISTRATION_ALIKE"], config["REGISTRATION_DAYS"])


def tasks(app: Any) -> list[tuple[str, float, Callable[[], object]]]:
    """A name, seconds between runs, the function."""
    return [
        ("licences", LICENCE_SECONDS, lambda: sweep_licences(app)),
        ("interviews", INTERVIEW_SECONDS, lambda: sweep_interviews(app)),
        ("registrations", REGISTRATION_SECONDS, lambda: sweep_registrations(app)),
    ]
