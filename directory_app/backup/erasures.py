"""Accounts and unclaimed listings that were deleted: a file beside the database, so that no backup brings them back.

A line holds what it was, its number and the time, nothing about the person. One with that number that is older than
the line is the one that was deleted: a number that was given out again belongs to a later one.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..errors import BackupRefused
from ..models import Account, AuditEntry, Listing, now

FILE = "erased.jsonl"
KINDS = ("account", "listing")
# No transaction that deletes somebody takes longer.
OPEN_FOR = timedelta(minutes=10)


@dataclass(frozen=True, order=True)
class Erased:
    """One deletion."""

    at: datetime
    kind: str
    number: int

    def line(self) -> str:
        """As it stands in the file."""
        return json.dumps({self.kind: self.number, "at": self.at.isoformat()}) + "\n"


def of_audit(session: Session, after: int = 0) -> tuple[list[Erased], int]:
    """Deletions that the audit knows behind an entry, and the last entry that need not be looked at again.

    A transaction that is still open may hold an entry with a lower number than those that can be seen.
    """
    query = select(AuditEntry.id, AuditEntry.target_kind, AuditEntry.target_id, AuditEntry.at).where(
        AuditEntry.target_kind.in_(KINDS), AuditEntry.action == "deleted", AuditEntry.id > after
    )
    rows = session.execute(query.order_by(AuditEntry.id)).all()
    erased = [Erased(row.at, row.target_kind, row.target_id) for row in rows if row.target_id]
    settled = now() - OPEN_FOR
    return erased, max((row.id for row in rows if row.at < settled), default=after)


def read(path: Path) -> list[Erased]:
    """All lines of a file. Raises BackupRefused."""
    found = []
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    found.append(_parsed(line, f"{path}, line {number}"))
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from None
    return found


def note(data: Path, erased: Iterable[Erased]) -> int:
    """Add what the file does not have yet; return how many lines. Processes take turns."""
    data.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data / FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = set(file.read().splitlines())
        missing = [one for one in erased if one.line().strip() not in known]
        file.writelines(one.line() for one in missing)
        file.flush()
        os.fsync(file.fileno())
    return len(missing)


def returned(session: Session, erased: Sequence[Erased], kind: str) -> list[int]:
    """Numbers of accounts, or of listings that nobody claimed, that were deleted and are here again."""
    last = {one.number: one.at for one in sorted(erased) if one.kind == kind}
    found = []
    numbers = sorted(last)
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        query = (
            select(Account.id, Account.create_datetime).where(Account.id.in_(some))
            if kind == "account"
            else select(Listing.id, Listing.created_at).where(Listing.id.in_(some), Listing.account_id.is_(None))
        )
        found += [number for number, made_at in session.execute(query) if made_at <= last[number]]
    return sorted(found)


def _parsed(line: str, where: str) -> Erased:
    try:
        read = json.loads(line)
        at = datetime.fromisoformat(read["at"])
        (kind,) = set(read) & set(KINDS)
        if at.tzinfo is None or not isinstance(read[kind], int):
            raise ValueError
        return Erased(at, kind, read[kind])
    except (ValueError, KeyError, TypeError):
        raise BackupRefused(f"{where} is no line of deleted accounts and listings.") from None
