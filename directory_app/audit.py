"""The audit: one row for every change and decision, written in the same transaction as what it records.

The row holds numbers and words of the machine and stays for good. What names or quotes a person goes into
`audit_words`, belongs to the account of that person, and is deleted with it; which facts these are is decided here.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import request_ids
from .models import Account, AuditEntry, AuditPart, AuditWords, Listing, Revision

# Facts whose texts are words of the machine, the same for everybody: states, slugs of lists, names of fields.
MACHINE_WORDS = frozenset({
    "state", "reason", "outcome", "role", "kind", "fields", "facts", "question_id", "criterion", "level", "rubric",
})  # fmt: skip
CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")


def record(
    session: Session,
    target_kind: str,
    target_id: int | None,
    actor: Account | None,
    action: str,
    *,
    target_name: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    by: str = "system",
) -> AuditEntry:
    """Write who did what to which thing. Without an `actor` it was `by`: the system itself, or somebody unknown."""
    plain_before, told_before = _parted(before or {})
    plain_after, told_after = _parted(after or {})
    is_code = not reason or bool(CODE.fullmatch(reason))
    entry = AuditEntry(
        actor_id=actor.id if actor else None,
        actor_label=f"account {actor.id}" if actor else by,
        action=action,
        target_kind=target_kind,
        target_id=target_id,
        target_label="" if target_id is None else f"{target_kind} {target_id}",
        plain_before=plain_before,
        plain_after=plain_after,
        reason_code=reason if is_code else "",
        request_id=request_ids.current() or None,
    )
    if actor is not None:
        entry.words.append(AuditWords(part=AuditPart.ACTOR, account_id=actor.id, name=actor.email))
    told = "" if is_code else reason
    if target_name or told_before or told_after or told:
        entry.words.append(
            AuditWords(
                part=AuditPart.TARGET,
                account_id=_owner(session, target_kind, target_id, after or {}),
                name=target_name[:255],
                before=told_before,
                after=told_after,
                reason=told,
            )
        )
    session.add(entry)
    return entry


def _parted(facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts that say nothing about a person by themselves, and all others."""
    plain = {name: value for name, value in facts.items() if _is_plain(name, value)}
    return plain, {name: value for name, value in facts.items() if name not in plain}


def _is_plain(name: str, value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(_is_plain(name, one) for one in value)
    if isinstance(value, str):
        return name in MACHINE_WORDS and bool(CODE.fullmatch(value))
    return value is None or isinstance(value, (bool, int, float))


def _owner(session: Session, kind: str, number: int | None, facts: dict[str, Any]) -> int | None:
    """The account whose words a row holds: that of the account, listing or revision it is about."""
    if kind == "account":
        return number
    if kind == "revision" and number is not None:
        revision = session.get(Revision, number)
        return revision.listing.account_id if revision else None
    listing = session.get(Listing, number if kind == "listing" else facts.get("listing_id") or 0)
    if listing is not None:
        return listing.account_id
    owner = facts.get("account_id")
    known = isinstance(owner, int) and session.scalar(select(Account.id).where(Account.id == owner)) is not None
    return owner if known else None
