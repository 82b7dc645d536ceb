"""The audit: one row for every change and decision, written in the same transaction as what it records."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from .models import Account, AuditEntry


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
    entry = AuditEntry(
        actor_id=actor.id if actor else None,
        actor_name=actor.email if actor else by,
        action=action,
        target_kind=target_kind,
        target_id=target_id,
        target_name=target_name[:160],
        before=before or {},
        after=after or {},
        reason=reason,
    )
    session.add(entry)
    return entry
