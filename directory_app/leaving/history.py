"""Entries of the audit about one therapist, as their file holds them, and added again where a file is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, or_, select
from sqlalchemy.orm import Session

from ..models import Account, AuditEntry, AuditPart, AuditWords, Listing
from ..models.base import UtcDateTime, json_type

YOU, STAFF = "you", "staff"
# Making and taking in a file are no part of what the file holds: it would never be the same twice.
LEFT_OUT = ("exported", "taken_in")

COLUMNS: dict[str, Any] = {
    "at": UtcDateTime(),
    "who": String(),
    "action": String(),
    "about": String(),
    "about_number": Integer(),
    "name": String(),
    "before": json_type,
    "after": json_type,
    "reason": String(),
}


@dataclass(frozen=True)
class Owner:
    """Whose entries: the account, its listing, and its revisions by their row."""

    account_id: int
    listing_id: int | None
    revisions: dict[int, int]

    @staticmethod
    def of(account: Account) -> Owner:
        """The owner as stored."""
        listing: Listing | None = account.listing
        rows = {one.id: one.number for one in listing.revisions} if listing else {}
        return Owner(account.id, listing.id if listing else None, rows)


def entries(session: Session, owner: Owner) -> list[dict[str, Any]]:
    """What was recorded about the account, its listing and its versions, and what the account did, oldest first.

    Other people are "staff".
    """
    kind, number = AuditEntry.target_kind, AuditEntry.target_id
    words = select(AuditWords.entry_id).where(AuditWords.account_id == owner.account_id)
    about = [
        (kind == "account") & (number == owner.account_id),
        (kind == "listing") & (number == owner.listing_id),
        (kind == "revision") & number.in_(owner.revisions),
        AuditEntry.actor_id == owner.account_id,
        AuditEntry.id.in_(words),
    ]
    found = session.scalars(
        select(AuditEntry).where(or_(*about), AuditEntry.action.not_in(LEFT_OUT)).order_by(AuditEntry.id)
    )
    return [_row(one, owner) for one in found]


def _row(entry: AuditEntry, owner: Owner) -> dict[str, Any]:
    who = YOU if entry.actor_id == owner.account_id else STAFF if entry.actor_id is not None else entry.actor_label
    own_words = next((one for one in entry.words if one.part is AuditPart.TARGET), None)
    number = owner.revisions.get(entry.target_id or 0) if entry.target_kind == "revision" else None
    return {
        "at": entry.at.isoformat(),
        "who": who,
        "action": entry.action,
        "about": entry.target_kind,
        "about_number": number,
        "name": own_words.name if own_words else "",
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
    }


def add(session: Session, row: dict[str, Any], owner: Owner) -> None:
    """Add an entry of a file to the audit, at its own time; what names somebody goes with the account."""
    kind, rows = row["about"], {number: key for key, number in owner.revisions.items()}
    targets = {"account": owner.account_id, "listing": owner.listing_id, "revision": rows.get(row["about_number"])}
    target = targets.get(kind)
    own = row["who"] == YOU
    entry = AuditEntry(
        at=datetime.fromisoformat(row["at"]),
        actor_id=owner.account_id if own else None,
        actor_label=f"account {owner.account_id}" if own else row["who"][:120],
        action=row["action"],
        target_kind=kind,
        target_id=target,
        target_label="" if target is None else f"{kind} {target}",
    )
    entry.words.append(
        AuditWords(
            part=AuditPart.TARGET,
            account_id=owner.account_id,
            name=row["name"],
            before=row["before"],
            after=row["after"],
            reason=row["reason"],
        )
    )
    session.add(entry)
