"""What the pages about accounts read."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import OutgoingMail

OUTBOX_LENGTH = 50


def newest_letters(session: Session) -> list[OutgoingMail]:
    """The latest letters, newest first, sent or waiting."""
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(OUTBOX_LENGTH)))
