"""The chain of the audit: ties every entry to the one before it, and finds where that was broken.

An entry is written when it happens and linked at the commit of its transaction. Only then is the end of the chain
locked, for the few statements until the commit, so that nobody waits for somebody else's whole request.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import RowMapping, Table, event, func, insert, select, update
from sqlalchemy.orm import Session

from .models import Account, AuditEntry, AuditHead, AuditLink, AuditPart, AuditWords

# The canonical form of decision 46. It never changes; form 2 of decision 55 is beside it, for entries with a request.
FORM = 1
FORM_WITH_REQUEST = 2
START = "0" * 64
HASH = re.compile(r"[0-9a-f]{64}")
BATCH = 500
UNLINKED = "audit entries that wait for their link"

_entry, _words, _link, _head = (
    cast(Table, model.__table__) for model in (AuditEntry, AuditWords, AuditLink, AuditHead)
)


@dataclass(frozen=True)
class Verdict:
    """What came of walking the chain: how many entries hold, its end, and in words what is wrong, if anything is.

    `expected_at` is where the hash stands that was looked for; None where it does not stand in the chain.
    """

    count: int
    head: str
    fault: str = ""
    expected_at: int | None = None


def watch() -> None:
    """Link what sessions commit, in every process that has a database. Harmless when called again."""
    if not event.contains(Session, "after_flush", _note):
        event.listen(Session, "after_flush", _note)
        event.listen(Session, "before_commit", _link_at_commit)
        event.listen(Session, "after_rollback", _forget)


def canonical(value: Any) -> str:
    """A value in the one spelling that is hashed: JSON with sorted keys, without spaces, 2.0 as 2."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def words_digest(row: Mapping[Any, Any]) -> str:
    """A commitment to the words of an entry. Without its salt, which goes with the words, it can be of anything."""
    names = ("entry_id", "part", "account_id", "name", "before", "after", "reason")
    return _sha256([FORM, row["salt"], *(row[name] for name in names)])


def link_hash(position: int, previous: str, entry: Mapping[Any, Any], words: Sequence[Any]) -> str:
    """The hash of one link: its place, the hash before it, all columns of the entry, and what is known of its words."""
    columns = {
        "id": entry["id"],
        "at": entry["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": entry["actor_id"],
        "actor": entry["actor_name"],
        "action": entry["action"],
        "kind": entry["target_kind"],
        "target_id": entry["target_id"],
        "target": entry["target_name"],
        "before": entry["before"],
        "after": entry["after"],
        "reason": entry["reason"],
    }
    # Rows of a migration that ran before the column was made have none.
    request = entry.get("request_id")
    if request is None:
        return _sha256([FORM, position, previous, columns, *words])
    return _sha256([FORM_WITH_REQUEST, position, previous, {**columns, "request": request}, *words])


def append(session: Session, entry_ids: Sequence[int]) -> None:
    """Link entries of this transaction in their order. The end of the chain stays locked until its commit."""
    found = select(_head.c.position, _head.c.hash).where(_head.c.id == 1).with_for_update()
    position, previous = session.execute(found).one()
    ordered = sorted(entry_ids)
    for start in range(0, len(ordered), BATCH):
        links = []
        linked = select(_link.c.entry_id).where(_link.c.entry_id == _entry.c.id).exists()
        query = select(_entry).where(_entry.c.id.in_(ordered[start : start + BATCH]), ~linked).order_by(_entry.c.id)
        entries = session.execute(query).mappings().all()
        words = _words_of(session, [entry["id"] for entry in entries])
        for entry in entries:
            position += 1
            link = link_of(position, previous, entry, words.get(entry["id"], {}))
            previous = link["hash"]
            links.append(link)
        if links:
            session.execute(insert(_link), links)
    session.execute(update(_head).where(_head.c.id == 1).values(position=position, hash=previous))


def link_of(position: int, previous: str, entry: Mapping[Any, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """The link of an entry with its words by their part."""
    actor, target = words.get(AuditPart.ACTOR), words.get(AuditPart.TARGET)
    known = [
        words_digest(actor) if actor else "",
        words_digest(target) if target else "",
        target["account_id"] if target else None,
    ]
    return {
        "position": position,
        "entry_id": entry["id"],
        "previous": previous,
        "hash": link_hash(position, previous, entry, known),
        "actor_words": known[0],
        "target_words": known[1],
        "target_owner": known[2],
    }


def verify(session: Session, expect: str = "", say: Callable[[int], object] = lambda _: None) -> Verdict:
    """Walk the whole chain in batches and stop at the first entry that is not as it was written.

    `expect` is a hash that was the end of the chain once and was kept elsewhere; `say` hears how many were walked.
    """
    stored = session.execute(select(_head.c.position, _head.c.hash).where(_head.c.id == 1)).one_or_none()
    position, previous, expected_at = 0, START, 0 if expect == START else None
    while batch := _links_after(session, position):
        ids = [link["entry_id"] for link in batch]
        entries = {row["id"]: row for row in session.execute(select(_entry).where(_entry.c.id.in_(ids))).mappings()}
        words, owners = _words_of(session, ids), _accounts(session, batch, entries)
        for link in batch:
            entry = entries.get(link["entry_id"])
            fault = _fault(link, position + 1, previous, entry, words.get(link["entry_id"], {}), owners)
            if fault:
                return Verdict(position, previous, fault, expected_at)
            position, previous = link["position"], link["hash"]
            expected_at = position if previous == expect else expected_at
            if stored and position == stored.position and previous != stored.hash:
                return Verdict(position, previous, f"position {position}: the end of the chain names another hash")
        say(len(batch))
    return Verdict(position, previous, _fault_at_the_end(session, stored, position, expect, expected_at), expected_at)


def head(session: Session) -> tuple[int, str]:
    """Position and hash of the last link."""
    position, last = session.execute(select(_head.c.position, _head.c.hash).where(_head.c.id == 1)).one()
    return position, last


def _fault_at_the_end(session: Session, stored: Any, position: int, expect: str, expected_at: int | None) -> str:
    if stored is None or stored.position > position:
        return f"position {position + 1}: the chain ends before its last link"
    outside = session.scalar(
        select(func.min(_entry.c.id)).where(~select(_link.c.entry_id).where(_link.c.entry_id == _entry.c.id).exists())
    )
    if outside is not None:
        return f"entry {outside}: stands outside of the chain"
    if expect and expected_at is None:
        return f"position {position}: the hash that was expected is nowhere in the chain"
    return ""


def _fault(
    link: RowMapping,
    position: int,
    previous: str,
    entry: RowMapping | None,
    words: Mapping[str, RowMapping],
    owners: Mapping[int, datetime],
) -> str:
    where = f"entry {link['entry_id']} at position {link['position']}"
    if link["position"] != position:
        return f"position {position}: the link is missing"
    if entry is None:
        return f"{where}: the entry is missing"
    known = [link["actor_words"], link["target_words"], link["target_owner"]]
    if link["previous"] != previous or link["hash"] != link_hash(position, previous, entry, known):
        return f"{where}: is not what was written"
    for part, digest, owner in (
        (AuditPart.ACTOR, link["actor_words"], entry["actor_id"]),
        (AuditPart.TARGET, link["target_words"], link["target_owner"]),
    ):
        row = words.get(part)
        if row is not None and (not digest or words_digest(row) != digest):
            return f"{where}: the words of its {part.value} are not what was written"
        # A number is used again by SQLite: only an account that is older than the entry can be the one it names.
        if row is None and digest and owner in owners and owners[owner] <= entry["at"]:
            return f"{where}: the words of its {part.value} are missing, and account {owner} was not deleted"
    return ""


def _links_after(session: Session, position: int) -> Sequence[RowMapping]:
    query = select(_link).where(_link.c.position > position).order_by(_link.c.position).limit(BATCH)
    return session.execute(query).mappings().all()


def _words_of(session: Session, entry_ids: Sequence[int]) -> dict[int, dict[str, RowMapping]]:
    found: dict[int, dict[str, RowMapping]] = {}
    for row in session.execute(select(_words).where(_words.c.entry_id.in_(entry_ids))).mappings():
        found.setdefault(row["entry_id"], {})[row["part"]] = row
    return found


def _accounts(session: Session, links: Sequence[RowMapping], entries: Mapping[int, RowMapping]) -> dict[int, datetime]:
    """Accounts that are still there among those whose words the links name, each with the time it was made."""
    numbers = {link["target_owner"] for link in links} | {entry["actor_id"] for entry in entries.values()}
    query = select(Account.id, Account.create_datetime).where(Account.id.in_(numbers - {None}))
    return {row.id: row.create_datetime for row in session.execute(query)}


def _note(session: Session, _flush: Any) -> None:
    made = [one.id for one in session.new if isinstance(one, AuditEntry)]
    if made:
        session.info.setdefault(UNLINKED, set()).update(made)


def _link_at_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    # Nothing may be flushed once the end of the chain is locked: a wait there would make everybody wait.
    session.flush()
    waiting = session.info.pop(UNLINKED, None)
    if waiting:
        append(session, list(waiting))


def _forget(session: Session) -> None:
    session.info.pop(UNLINKED, None)


def _sha256(parts: Sequence[Any]) -> str:
    return hashlib.sha256(canonical(list(parts)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    # A database may keep 2.0 as 2.
    return int(value) if isinstance(value, float) and value.is_integer() else value
