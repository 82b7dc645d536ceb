"""One change of one rule: kept for good, noted in the audit, and told to every process by a number that rises."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from .. import audit
from ..errors import NotFound
from ..models import Account, RuleChange, RuleClock

Values = dict[str, Any]


def version(session: Session) -> int:
    """A number that rises with every change of any rule."""
    return session.scalar(select(RuleClock.version).where(RuleClock.id == 1)) or 0


def change(
    session: Session, kind: str, key: str, before: Values | None, after: Values | None, who: Account | None, why: str
) -> RuleChange:
    """Note that a rule is another one now, None standing for one that is not there. The caller has changed it."""
    made = RuleChange(kind=kind, key=key, before=before, after=after, by_id=who.id if who else None, why=why)
    session.add(made)
    session.flush()
    session.execute(
        update(RuleClock).where(RuleClock.id == 1).values(version=RuleClock.version + 1),
        execution_options={"synchronize_session": False},
    )
    old, new = before or {}, after or {}
    fields = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    audit.record(
        session,
        kind,
        made.id,
        who,
        "rule_changed",
        target_name=key,
        before={name: old.get(name) for name in fields} if before else {},
        after={name: new.get(name) for name in fields} if after else {},
        reason=why,
        by="operator",
    )
    return made


def changes_of(session: Session, kind: str, key: str) -> list[RuleChange]:
    """How one rule came to be, the newest change first."""
    query = select(RuleChange).where(RuleChange.kind == kind, RuleChange.key == key)
    return list(session.scalars(query.options(joinedload(RuleChange.by)).order_by(RuleChange.id.desc()).limit(100)))


def newest_changes(session: Session, number: int) -> list[RuleChange]:
    """The latest changes of all rules."""
    query = select(RuleChange).options(joinedload(RuleChange.by)).order_by(RuleChange.id.desc()).limit(number)
    return list(session.scalars(query))


def find_change(session: Session, change_id: int) -> RuleChange:
    """One change. Raises NotFound."""
    found = session.get(RuleChange, change_id)
    if found is None:
        raise NotFound(f"change {change_id}")
    return found
