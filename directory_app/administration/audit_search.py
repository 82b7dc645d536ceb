"""Looks through the audit by who, what, about what and when; a page at a time, or all of it as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from ..choices import DAYS
from ..errors import BadParameter
from ..jurisdictions import RULES
from ..models import Account, AuditEntry, AuditPart, AuditWords, Reason, ReportReason
from ..versions import PARTS
from .vocabularies import LABELS

SIZE = 50
STREAMED = 500
# As error pages and the log name it.
REQUEST = re.compile(r"[0-9a-f]{24,32}")
NUMBERED = re.compile(r"(?P<kind>[a-z][a-z_ ]{0,38}?)\s*(?P<number>\d{1,9})")
LONGEST = 120
# A state or a kind such as "changes_requested".
MACHINE = re.compile(r"[a-z]+(?:_[a-z]+)+")
# Names of facts that do not say by themselves what they are.
NAMES = {
    **{part.key: part.label for part in PARTS},
    **DAYS,
    "accepting_clients": "Accepts new clients",
    "by_appointment": "By appointment",
    "email": "E-mail address",
    "licence_id": "Licence in our list",
    "npi": "NPI",
    "public_email": "E-mail address for clients",
    "tripped": "What held them back",
    **{column: LABELS[column] for column in RULES if column != "licence"},
}


@dataclass(frozen=True)
class Search:
    """What to look for. Days count in UTC and `until` is one of them; `before` is the id at which a page begins."""

    who: str = ""
    action: str = ""
    about: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @property
    def address(self) -> dict[str, str]:
        """The search as parts of an address, without where its page begins."""
        parts = {"who": self.who, "action": self.action, "about": self.about}
        parts |= {"since": self.since.isoformat() if self.since else ""}
        parts |= {"until": self.until.isoformat() if self.until else ""}
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True)
class Found:
    """A page of entries, the newest first; `older` is where the next one begins, None where this is the last."""

    entries: Sequence[AuditEntry]
    older: int | None


@dataclass(frozen=True)
class Line:
    """One fact of an entry in words, before and after; `is_kept` where it says what the entry is about."""

    name: str
    before: str
    after: str
    is_kept: bool = False


def asked(values: Mapping[str, str]) -> Search:
    """The search of an address. Raises BadParameter for what is no day or number."""
    before = values.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < 10):
        raise BadParameter("before", "A page of the audit begins at a whole number.")
    return Search(
        who=values.get("who", "").strip()[:LONGEST],
        action=values.get("action", "").strip()[:60],
        about=values.get("about", "").strip()[:LONGEST],
        since=_day(values, "since"),
        until=_day(values, "until"),
        before=int(before) if before else None,
    )


def look(session: Session, search: Search) -> Found:
    """One page of what was looked for."""
    query = select(AuditEntry).where(*_conditions(session, search)).order_by(AuditEntry.id.desc())
    if search.before is not None:
        query = query.where(AuditEntry.id < search.before)
    rows = session.scalars(query.limit(SIZE + 1)).all()
    return Found(rows[:SIZE], rows[SIZE - 1].id if len(rows) > SIZE else None)


def everything(session: Session, search: Search) -> Iterator[AuditEntry]:
    """All of what was looked for, the oldest first, however much it is: never more than a batch in memory."""
    conditions, last = _conditions(session, search), 0
    while True:
        query = select(AuditEntry).where(*conditions, AuditEntry.id > last).order_by(AuditEntry.id).limit(STREAMED)
        rows = session.scalars(query).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].id
        session.expunge_all()


def actions(session: Session) -> list[str]:
    """Every kind of thing that was recorded."""
    return list(session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def reason_labels(session: Session) -> dict[str, str]:
    """What each reason of a decision or a report is called, also those that nobody can choose any more."""
    kept = (session.execute(select(model.slug, model.label)) for model in (ReportReason, Reason))
    return {slug: label for rows in kept for slug, label in rows}


def lines(entry: AuditEntry, reasons: Mapping[str, str]) -> list[Line]:
    """What changed, fact by fact. `reasons` are those of `reason_labels`."""
    sides = [{**facts, "reason": reasons.get(facts["reason"], facts["reason"])} if isinstance(facts.get("reason"), str)
             else facts for facts in (entry.before, entry.after)]  # fmt: skip
    before, after = sides
    # Of a rule that was deleted nothing stands after it. Elsewhere what stands only before was not changed: it says
    # which report, appeal or act the entry is about.
    kept = set() if entry.action == "rule_changed" else set(before) - set(after)
    return [
        Line(words(name), said(before.get(name)), said(after.get(name)), name in kept) for name in {**before, **after}
    ]


def words(name: str) -> str:
    """A name of the machine as people read it: "role_given" is "Role given"."""
    text = NAMES.get(name) or re.sub(r"(?<=\w) ids?$", " number", name.replace("_", " ").strip())
    return text[:1].upper() + text[1:]


def said(value: Any) -> str:
    """A value in words."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{words(str(name))}: {said(one) or 'nothing'}" for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(said(one) or "nothing" for one in value)
    text = str(value)
    return words(text) if text in NAMES or MACHINE.fullmatch(text) else text


def _conditions(session: Session, search: Search) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if search.who:
        wanted.append(_who(session, search.who))
    if search.action:
        wanted.append(AuditEntry.action == search.action)
    if search.about:
        wanted.append(_about(session, search.about))
    if search.since:
        wanted.append(AuditEntry.at >= datetime.combine(search.since, time.min, UTC))
    if search.until:
        wanted.append(AuditEntry.at < datetime.combine(search.until, time.min, UTC) + timedelta(days=1))
    return wanted


def _who(session: Session, typed: str) -> ColumnElement[bool]:
    """Whoever has or had this address, the account with this number, or a word such as "system"."""
    numbered = NUMBERED.fullmatch(typed.lower())
    if typed.isdigit() or (numbered and numbered["kind"] == "account"):
        return AuditEntry.actor_id == int(re.sub(r"\D", "", typed)[:9])
    numbers = set(session.scalars(select(Account.id).where(func.lower(Account.email) == typed.lower())))
    had = select(AuditWords.entry_id).where(
        AuditWords.part == AuditPart.ACTOR, AuditWords.name.in_([typed, typed.lower()])
    )
    return or_(AuditEntry.actor_id.in_(numbers), AuditEntry.id.in_(had), AuditEntry.actor_label == typed)


def _about(session: Session, typed: str) -> ColumnElement[bool]:
    """What has this kind and number, had this name, or happened in the request with this number."""
    if REQUEST.fullmatch(typed):
        return AuditEntry.request_id == typed
    numbered = NUMBERED.fullmatch(typed.lower())
    named = select(AuditWords.entry_id).where(
        AuditWords.part == AuditPart.TARGET, AuditWords.name.in_([typed, typed.lower()])
    )
    ways: list[ColumnElement[bool]] = [AuditEntry.id.in_(named), AuditEntry.target_kind == typed.lower()]
    if numbered:
        kind = numbered["kind"].strip().replace(" ", "_")
        ways.append((AuditEntry.target_kind == kind) & (AuditEntry.target_id == int(numbered["number"])))
    owners = select(Account.id).where(func.lower(Account.email) == typed.lower())
    ways.append((AuditEntry.target_kind == "account") & AuditEntry.target_id.in_(session.scalars(owners).all()))
    return or_(*ways)


def _day(values: Mapping[str, str], name: str) -> date | None:
    typed = values.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadParameter(name, "Write days as 2026-11-30.") from None
