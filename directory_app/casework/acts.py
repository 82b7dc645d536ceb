"""Acts of moderators as they are kept, so that each can be undone; and letters that are called back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from .. import mail
from ..models import Account, Act, AuditEntry, Decision, OutgoingMail, now
from .own import refuse_own_act

# A letter about an act waits so long before it leaves: undone meanwhile, it is never sent.
LETTER_WAITS = timedelta(minutes=2)


def note_act(
    session: Session,
    what: str,
    about: tuple[str, int],
    listing_id: int | None,
    moderator: Account | None,
    *,
    before: dict[str, Any],
    entry: AuditEntry | None = None,
    letter: OutgoingMail | None = None,
    more_letters: Sequence[OutgoingMail] = (),
    decision: Decision | None = None,
) -> Act:
    """Keep how an act about (subject, number) is undone: `before` is what it changed, `entry` its row of the audit.

    Without an entry it is the newest one of this moderator: colleagues write theirs meanwhile. All letters
    wait a little, so that an act undone at once sends none. Raises OwnListing for one about a listing of their own.
    """
    letters = [one for one in (letter, *more_letters) if one is not None]
    for one in letters:
        one.next_try_at = now() + LETTER_WAITS
    session.flush()
    act = Act(
        what=what,
        subject=about[0],
        subject_id=about[1],
        listing_id=listing_id,
        moderator_id=moderator.id if moderator else None,
        decision=decision,
        letter_id=letter.id if letter else None,
        audit_id=entry.id if entry else _newest_of(session, moderator),
        before={**before, "letters": [one.id for one in more_letters]} if more_letters else before,
    )
    session.add(act)
    session.flush()
    refuse_own_act(session, moderator, act)
    return act


def _newest_of(session: Session, moderator: Account | None) -> int:
    by = AuditEntry.actor_id == (moderator.id if moderator else None)
    return session.scalar(select(func.max(AuditEntry.id)).where(by)) or 0


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


def take_back_letters(
    session: Session, act: Act, standing: str, address: str, *, to: str = "", private: bool = False
) -> int:
    """Call the letters of an act back, or write a short one that corrects each; returns how many were written.

    `standing` says in a sentence what holds now.
    """
    written = 0
    for number in (act.letter_id, *act.before.get("letters", ())):
        left = withdraw_letter(session, number)
        if left is not None:
            _correct(session, act, left, standing, address, to or left.recipient, private=private)
            written += 1
    return written


def _correct(
    session: Session, act: Act, left: OutgoingMail, standing: str, address: str, recipient: str, *, private: bool
) -> None:
    letter = mail.write(
        session,
        recipient,
        "taken_back",
        private=private,
        subject_of_letter=left.subject,
        day=_day(left.created_at.date()),
        standing=standing,
        address=address,
    )
    if private:
        letter.listing_id = act.listing_id


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"
