"""Changes of the lists that administrators keep. Nothing that is in use is deleted; it retires."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from .. import releases, rules
from ..errors import RuleRefused
from ..models import Account, RuleChange
from . import vocabularies
from .vocabularies import Vocabulary, values_of


def add(session: Session, which: Vocabulary, key: str, values: dict[str, Any], who: Account, why: str) -> Any:
    """Add an entry. Raises RuleRefused for a key that is taken."""
    if session.get(which.model, key) is not None:
        raise RuleRefused(f"There is a {which.one} {key} already.")
    entry = which.model(**{which.key: key}, **values)
    session.add(entry)
    session.flush()
    rules.change(session, which.kind, key, None, values_of(which, entry), who, why)
    _follow(session, which, who, why)
    return entry


def save(session: Session, which: Vocabulary, key: str, values: dict[str, Any], who: Account, why: str) -> bool:
    """Change an entry; return whether anything is another now. Raises RuleRefused where no reason would be left."""
    entry = vocabularies.find_entry(session, which, key)
    before = values_of(which, entry)
    _one_stays(session, which, key, {**before, **values})
    for name, value in values.items():
        if before[name] != value:
            setattr(entry, name, value)
    session.flush()
    after = values_of(which, entry)
    if before == after:
        return False
    rules.change(session, which.kind, key, before, after, who, why)
    _follow(session, which, who, why)
    return True


def delete(session: Session, which: Vocabulary, key: str, who: Account, why: str) -> None:
    """Delete an entry that nothing names. Raises RuleRefused for one in use, which can be retired, and for the last."""
    entry = vocabularies.find_entry(session, which, key)
    if not which.can_be_deleted or vocabularies.uses(session, which, key):
        raise RuleRefused(f"This {which.one} is in use. Retire it instead: nobody can choose it then any more.")
    _one_stays(session, which, key, {})
    before = values_of(which, entry)
    session.delete(entry)
    session.flush()
    rules.change(session, which.kind, key, before, None, who, why)


def revert(session: Session, which: Vocabulary, change: RuleChange, state: dict[str, Any], who: Account) -> bool:
    """Make an entry again what it was before or after an earlier change; return whether anything is another now."""
    known = {part.name for part in vocabularies.parts(session, which)}
    values = {name: value for name, value in state.items() if name in known}
    why = f"Back to the state of {change.at:%Y-%m-%d}"
    if session.get(which.model, change.key) is None:
        add(session, which, change.key, values, who, why)
        return True
    return save(session, which, change.key, values, who, why)


def _one_stays(session: Session, which: Vocabulary, key: str, after: dict[str, Any]) -> None:
    if lost := vocabularies.lost_acts(session, which, key, after):
        acts = " and for ".join(lost)
        raise RuleRefused(f"This is the last reason for {acts}. Add another one first: without any, nobody can do it.")


def _follow(session: Session, which: Vocabulary, who: Account, why: str) -> None:
    """Let listings follow in the background, where a change shows in them or moves scores."""
    if which.follow is not None:
        releases.follow(session, which.follow, who, why)
