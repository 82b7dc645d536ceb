"""A look into a register recorded or taken back, in a way that can be undone. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from .. import checking
from ..casework import note_act
from ..checking import CheckFound
from ..models import Account, Act, Licence, LicenceCheck, OutgoingMail

# What a check changes in a licence.
FACTS = ("checked_by_id", "checked_at", "checked_until", "looked_up_where", "due_from")


def record(session: Session, licence: Licence, moderator: Account, found: CheckFound, latest: int, site: str) -> Act:
    """Keep what a register says. Raises what `checking.record_check` raises."""
    before, letters = facts_of(licence), list[OutgoingMail]()
    check = checking.record_check(session, licence, moderator, found, latest=latest, site=site, letters=letters)
    return _noted(session, "licence_checked", check, moderator, before, letters)


def withdraw(session: Session, check: LicenceCheck, moderator: Account, reason: str, site: str) -> Act:
    """Take a check back with a reason. Raises what `checking.withdraw_check` raises."""
    before, letters = facts_of(check.licence) if check.licence else {}, list[OutgoingMail]()
    checking.withdraw_check(session, check, moderator, reason, site=site, letters=letters)
    return _noted(session, "licence_unchecked", check, moderator, before, letters)


def facts_of(licence: Licence) -> dict[str, Any]:
    """What a licence says about its check, as it is kept to be undone."""
    found = {name: getattr(licence, name) for name in FACTS}
    return {name: value.isoformat() if isinstance(value, (date, datetime)) else value for name, value in found.items()}


def _noted(
    session: Session,
    what: str,
    check: LicenceCheck,
    moderator: Account,
    before: dict[str, Any],
    letters: Sequence[OutgoingMail],
) -> Act:
    after = facts_of(check.licence) if check.licence else {}
    facts = {"check_id": check.id, "before": before, "after": after}
    about = ("licence", check.licence_id or 0)
    return note_act(session, what, about, check.listing_id, moderator, before=facts, more_letters=letters)
