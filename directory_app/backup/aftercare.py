"""What a restored directory needs before it opens: processes look anew, nobody is in, letters wait, the erased go."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from .. import audit
from ..models import ANOTHER_HISTORY, Account, NewAddress, PublicClock, RuleClock, SignIn
from . import holding
from .manifest import Manifest

MOST_JUMPS = 2**20
LONGEST_STEP = 1_000_000


def tell_processes(session: Session) -> None:
    """Let both clocks jump, so that a process that knew the database of before reads everything anew.

    By how much is left to chance: two restores of one backup are two histories.
    """
    quietly = {"synchronize_session": False}
    jump = ANOTHER_HISTORY * (1 + secrets.randbelow(MOST_JUMPS))
    step = 1 + secrets.randbelow(LONGEST_STEP)
    session.execute(update(PublicClock).values(version=PublicClock.version + jump), execution_options=quietly)
    session.execute(update(RuleClock).values(version=RuleClock.version + step), execution_options=quietly)


def end_sign_ins(session: Session) -> int:
    """End every sign-in and every link in a letter; return how many sign-ins there were.

    Some of them had been ended after the backup was made, by a new password or because an account was closed.
    """
    quietly = {"synchronize_session": False}
    ended = session.execute(delete(SignIn).returning(SignIn.id), execution_options=quietly).all()
    session.execute(delete(NewAddress), execution_options=quietly)
    # Nobody changed these accounts.
    same = {"links": {}, "update_datetime": Account.update_datetime}
    session.execute(update(Account).values(same), execution_options=quietly)
    return len(ended)


def settle(session: Session, manifest: Manifest, *, send_letters: bool) -> tuple[int, int]:
    """Everything that is done at once after a restore; how many sign-ins ended, and how many letters are held."""
    tell_processes(session)
    ended = end_sign_ins(session)
    held = 0 if send_letters else holding.hold_waiting(session)
    facts = {"backup_of": int(manifest.made_at.timestamp()), "letters": held}
    audit.record(session, "directory", None, None, "restored", after=facts, by="operator")
    return ended, held
