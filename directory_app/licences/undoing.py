"""The way back from a look into a register, and from taking one back. Nothing here commits."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from .. import publishing
from ..casework import moment_of, take_back_letters, way_back
from ..models import Act, Licence, LicenceCheck
from .actions import facts_of

OTHER = "The licence says something else by now: its therapist changed it, or the check has ended."
AGAIN = "What we said about your licence before holds again. You need not do anything."


def _too_late(session: Session, act: Act) -> str:
    licence, check = session.get(Licence, act.subject_id), session.get(LicenceCheck, act.before["check_id"])
    if licence is None or check is None or check.licence_id != licence.id:
        return OTHER
    return "" if facts_of(licence) == act.before["after"] else OTHER


@way_back("licence_checked", "licences.licence", "licence_id", too_late=_too_late)
def _checked(session: Session, act: Act, address: str) -> None:
    """The look goes from the history of the licence; the audit keeps it."""
    session.delete(session.get_one(LicenceCheck, act.before["check_id"]))
    _as_before(session, act, address)


@way_back("licence_unchecked", "licences.licence", "licence_id", too_late=_too_late)
def _unchecked(session: Session, act: Act, address: str) -> None:
    check = session.get_one(LicenceCheck, act.before["check_id"])
    check.withdrawn_at = check.withdrawn_by_id = None
    check.withdraw_reason = ""
    _as_before(session, act, address)


def _as_before(session: Session, act: Act, address: str) -> None:
    licence = session.get_one(Licence, act.subject_id)
    for name, value in act.before["before"].items():
        setattr(licence, name, _read(name, value))
    session.flush()
    publishing.refresh(session, licence.listing)
    take_back_letters(session, act, AGAIN, address)


def _read(name: str, value: Any) -> Any:
    if name == "checked_until":
        return date.fromisoformat(value) if value else None
    return moment_of(value) if name in ("checked_at", "due_from") else value
