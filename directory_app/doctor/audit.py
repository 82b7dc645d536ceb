"""The audit: whether its triggers are there, and whether its end holds."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from .. import chain
from .findings import Finding, Patient, ok, wrong

ON_SQLITE = frozenset({
    "audit_entry_no_update", "audit_entry_no_delete", "audit_entry_no_replace",
    "audit_words_no_update", "audit_words_no_replace",
    "audit_link_no_update", "audit_link_no_delete", "audit_link_no_replace", "audit_link_no_second",
})  # fmt: skip
ON_POSTGRESQL = frozenset({
    "audit_entry_is_kept", "audit_entry_is_not_emptied", "audit_words_stay_as_they_are",
    "audit_link_is_kept", "audit_link_is_not_emptied",
})  # fmt: skip
# Walking more takes longer than somebody waits for a doctor.
SHORT = 20_000


def findings(patient: Patient, session: Session) -> Iterator[Finding]:
    """Look at the triggers, and walk a chain that is short enough."""
    missing = sorted((ON_SQLITE if patient.is_sqlite else ON_POSTGRESQL) - triggers(patient, session))
    if missing:
        yield wrong(
            f"Triggers that keep the audit are missing or off: {', '.join(missing)}.",
            "Somebody took them away, or a copy was restored without them. Find out who, restore a whole backup, "
            "and run directory-app directory verify-audit.",
        )
    else:
        yield ok("The triggers that keep the audit are there.")
    position, head = chain.head(session)
    if position > SHORT:
        yield ok(f"The audit has {position:,} entries; directory-app directory verify-audit walks them all.")
        return
    verdict = chain.verify(session)
    if verdict.fault:
        yield wrong(
            f"The audit is broken at {verdict.fault}.",
            "Keep a copy of the database as it is, and compare with backups: an entry was changed behind the site.",
        )
    else:
        yield ok(f"All {verdict.count:,} entries of the audit hold. Its end is {head[:12]}…")


def triggers(patient: Patient, session: Session) -> set[str]:
    """Names of all triggers that work."""
    if patient.is_sqlite:
        return set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    return set(session.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")))
