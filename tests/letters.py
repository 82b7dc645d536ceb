"""Letters that were written, in the order of writing: a database may return rows in any other."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory_app.models import OutgoingMail


def letters_to(session: Session, recipient: str) -> list[OutgoingMail]:
    """All letters to an address, oldest first."""
    return list(session.scalars(select(OutgoingMail).filter_by(recipient=recipient).order_by(OutgoingMail.id)))


def all_letters(session: Session) -> list[OutgoingMail]:
    """All letters to anybody, oldest first."""
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))
