"""Acts of moderators as they are kept, so that each can be undone; and letters that are called back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ..models import Account, Act, AuditEntry, Decision, OutgoingMail, now

# A letter about an act waits so long before it leaves: undone meanwhile, it is never sent.
LETTER_WAITS = timedelta(minutes=2)


def note_act(
    session: Session,
    what: str,
    about: tuple[str, int],
    listing_id: int,
    moderator: Account,
    *,
    entry: AuditEntry,
    before: dict[str, Any],
    letter: OutgoingMail | None = None,
    decision: Decision | None = None,
) -> Act:
    """Keep how an act about (subject, number) is undone: `before` is what it changed, `entry` its row of the audit."""
    if letter is not None:
        letter.next_try_at = now() + LETTER_WAITS
    session.flush()
    act = Act(
        what=what,
        subject=about[0],
        subject_id=about[1],
        listing_id=listing_id,
        moderator_id=moderator.id,
        decision=decision,
        letter_id=letter.id if letter else None,
        audit_id=entry.id,
        before=before,
    )
    session.add(act)
    session.flush()
    return act


def withdraw_letter(session: Session, letter_id: int | None) -> OutgoingMail | None:
    """Delete the letter if nobody has tried to send it; return the one that left, or may have, to be corrected."""
    if letter_id is None:
        return None
    unsent = delete(OutgoingMail).where(
        OutgoingMail.id == letter_id, OutgoingMail.sent_at.is_(None), OutgoingMail.attempts == 0
    )
    gone = session.execute(unsent.returning(OutgoingMail.id), execution_options={"synchronize_session": False}).all()
    if gone:
        return None
    return session.get(OutgoingMail, letter_id, populate_existing=True)
