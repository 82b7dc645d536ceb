"""What a damaged database says."""

from __future__ import annotations

from sqlalchemy.exc import DatabaseError


def is_damaged(error: BaseException) -> bool:
    """Whether this is said of a damaged file. SQLite has no word of its own for that; every other fault has one."""
    return type(error) is DatabaseError
