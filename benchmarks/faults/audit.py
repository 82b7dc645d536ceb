"""Whether every acknowledged write is there exactly once, and whether nothing else is broken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from directory_app import chain
from directory_app.confirming import read_receipt
from directory_app.confirming.codes import hashed
from directory_app.models import (
    Answer,
    AuditEntry,
    Confirmation,
    ConfirmationCode,
    Decision,
    Message,
    OutgoingMail,
    Report,
)

from .grounds import count
from .journal import Journal

MARK = re.compile(r"(?:message|report|draft|decision)-mark-\d{6}")


@dataclass
class Found:
    """What is wrong: writes that are missing, that are there twice, and anything else in words."""

    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.twice or self.wrong)


def audit(app: Flask, journal: Journal, secret: str, *, is_current: bool = True) -> Found:
    """Compare the journal with the database. An application in development keeps the text of letters, as is needed.

    Of a database whose schema is not that of this release, only what the schemas have in common is looked at.
    """
    found = Found(journal.count)
    with app.extensions["sessions"]() as session:
        for kind, column in (("message", Message.body), ("report", Report.note), ("decision", Decision.note)):
            _compare(found, kind, journal.acknowledged.get(kind, []), session.scalars(select(column)))
        _letters(found, session, journal)
        _confirmations(found, session, journal.acknowledged.get("confirmation", []), secret)
        _drafts(found, session, journal)
        if is_current:
            _soundness(found, session)
    return found


def _compare(found: Found, kind: str, acknowledged: list[str], texts: Iterable[str]) -> None:
    there = Counter(mark for one in texts for mark in MARK.findall(one))
    found.lost += [mark for mark in acknowledged if not there[mark]]
    found.twice += [mark for mark, times in there.items() if times > 1]
    if kind != "message" and len(set(acknowledged)) != len(acknowledged):
        found.wrong.append(f"the journal holds a {kind} twice")


def _letters(found: Found, session: Session, journal: Journal) -> None:
    """A message is a letter and its copy, a decision one letter."""
    there = Counter(mark for one in session.scalars(select(OutgoingMail.text)) for mark in set(MARK.findall(one)))
    for kind, letters in (("message", 2), ("decision", 1)):
        found.wrong += [
            f"{there[mark]} letters of {mark}"
            for mark in journal.acknowledged.get(kind, [])
            if there[mark] != letters and mark not in found.lost
        ]


def _confirmations(found: Found, session: Session, receipts: list[str], secret: str) -> None:
    there = set(session.scalars(select(Confirmation.receipt_hash)))
    for receipt in receipts:
        if hashed(secret, "receipt", read_receipt(receipt) or "") not in there:
            found.lost.append(f"confirmation {receipt}")
    spent, made = count(session, ConfirmationCode, ConfirmationCode.spent), count(session, Confirmation)
    if spent != made:
        found.wrong.append(f"{spent} codes are spent, and {made} confirmations are there")


def _drafts(found: Found, session: Session, journal: Journal) -> None:
    for draft, (version, words) in journal.saves.items():
        answer = session.scalars(select(Answer).where(Answer.revision_id == draft, Answer.question_id == "Q2")).one()
        if answer.text != words or answer.version < version:
            found.lost.append(f"draft {draft}: version {answer.version} of {version}")
        elif answer.version > version:
            found.twice.append(f"draft {draft}: version {answer.version} of {version}")


def _soundness(found: Found, session: Session) -> None:
    verdict = chain.verify(session)
    if verdict.fault:
        found.wrong.append(f"audit: {verdict.fault}")
    reported = count(session, AuditEntry, AuditEntry.action == "reported")
    if reported != (reports := count(session, Report)):
        found.wrong.append(f"{reports} reports and {reported} entries of the audit about them")
    if session.get_bind().dialect.name == "sqlite":
        checked = session.execute(text("PRAGMA integrity_check")).scalar_one()
        keys = session.execute(text("PRAGMA foreign_key_check")).all()
        if checked != "ok" or keys:
            found.wrong.append(f"the database is damaged: {checked}, {len(keys)} foreign keys")


@dataclass(frozen=True)
class Letters:
    """Letters that left as the database says, those a mail server never saw, those it saw twice, those that wait."""

    sent: int
    missing: int
    twice: int
    waiting: int


def letters(app: Flask, taken: Mapping[str, int]) -> Letters:
    """Compare letters with what a mail server took, by their keys."""
    with app.extensions["sessions"]() as session:
        rows = session.execute(
            select(OutgoingMail.id, OutgoingMail.created_at, OutgoingMail.sent_at).where(OutgoingMail.recipient != "")
        ).all()
    times = {key.strip("<>").partition("@")[0]: number for key, number in taken.items()}
    sent = [f"{one.id}.{one.created_at:%Y%m%d%H%M%S}" for one in rows if one.sent_at is not None]
    return Letters(
        sent=len(sent),
        missing=sum(key not in times for key in sent),
        twice=sum(number > 1 for number in times.values()),
        waiting=len(rows) - len(sent),
    )
