"""Holds rows until the end of a transaction, for whoever changes what others may change at the same moment."""

from __future__ import annotations

from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from .errors import StaleVersion
from .models import Base


def hold(session: Session, *rows: Base) -> None:
    """Read rows of this session as they are now, one after the other, and let nobody else change them meanwhile.

    Raises StaleVersion for one that somebody deleted after it was read.
    """
    for row in rows:
        try:
            session.refresh(row, with_for_update=True)
        except InvalidRequestError as gone:
            raise StaleVersion(type(row).__tablename__, 1, 0) from gone
