"""Whether two things came from one network on one day, without keeping which network it was.

Each day has a salt of its own. It and every hash made with it are deleted the next day; after that not even somebody
with the whole database could try networks out.
"""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, time

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..models import Confirmation, ConfirmationSheet, DaySalt, now
from .codes import hashed


def of_today(session: Session, network: str, secret: str) -> str:
    """The hash of a network, good for today."""
    today = now().date()
    found = session.get(DaySalt, today) or _make(session, today)
    return hashed(secret, "network", f"{found.salt}\n{network}")


def forget(session: Session, today: date) -> None:
    """Delete every salt and hash of earlier days."""
    keep = {"synchronize_session": False}
    earlier = delete(DaySalt).where(DaySalt.day < today)
    session.execute(earlier, execution_options=keep)
    session.execute(
        update(ConfirmationSheet)
        .where(ConfirmationSheet.made_on < today, ConfirmationSheet.network.is_not(None))
        .values(network=None),
        execution_options=keep,
    )
    session.execute(
        update(Confirmation)
        .where(Confirmation.received_at < datetime.combine(today, time.min, UTC), Confirmation.network.is_not(None))
        .values(network=None),
        execution_options=keep,
    )


def _make(session: Session, today: date) -> DaySalt:
    try:
        with session.begin_nested():
            made = DaySalt(day=today, salt=secrets.token_hex(32))
            session.add(made)
    except IntegrityError:
        # Somebody else was the first of this day.
        return session.get_one(DaySalt, today)
    return made
