"""What the pages about accounts read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import sign_ins
from ..models import Account, NewAddress, OutgoingMail, SignIn, now

OUTBOX_LENGTH = 50
# Finer than this nobody needs to know when a sign-in was last used, and finer it is not stored.
JUST_NOW = sign_ins.SEEN_AGAIN * 2


@dataclass(frozen=True)
class SignInLine:
    """A sign-in as its owner sees it."""

    id: int
    device: str
    started_at: datetime
    seen_at: datetime
    is_this: bool
    is_now: bool
    two_factors: bool


def newest_letters(session: Session) -> list[OutgoingMail]:
    """The latest letters, newest first, sent or waiting."""
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(OUTBOX_LENGTH)))


def find_letter(session: Session, number: int) -> OutgoingMail | None:
    """One letter by its number."""
    return session.get(OutgoingMail, number)


def sign_in_lines(session: Session, account: Account, this: SignIn | None) -> list[SignInLine]:
    """The sign-ins of an account that last, this one first."""
    lines = [
        SignInLine(
            one.id,
            one.device,
            one.started_at,
            one.seen_at,
            is_this=this is not None and one.id == this.id,
            is_now=now() - one.seen_at < JUST_NOW,
            two_factors=one.two_factors,
        )
        for one in sign_ins.of_account(session, account)
    ]
    return sorted(lines, key=lambda line: not line.is_this)


def waiting_address(session: Session, account: Account) -> NewAddress | None:
    """The address that the account is to get, while its link still works."""
    waiting = session.get(NewAddress, account.id)
    return None if waiting is None or now() - waiting.asked_at > sign_ins.LINK_LIFE else waiting


def address_of_link(session: Session, key: str) -> NewAddress | None:
    """The address that a link in a letter confirms, while the link works."""
    waiting = session.scalars(select(NewAddress).where(NewAddress.key_hash == sign_ins.digest(key))).one_or_none()
    return None if waiting is None or now() - waiting.asked_at > sign_ins.LINK_LIFE else waiting


def account_with(session: Session, email: str) -> Account | None:
    """The account of an address, whatever its capitals."""
    return session.scalars(select(Account).where(func.lower(Account.email) == email.lower())).one_or_none()
