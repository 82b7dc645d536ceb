"""What the pages about accounts change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, sign_ins
from ..models import Account, NewAddress, SignIn, now
from . import queries


@dataclass(frozen=True)
class Asked:
    """What came of a wish for another address: the key for the link, or that the address is somebody's already."""

    email: str
    key: str
    is_taken: bool


def ask_for_address(session: Session, account: Account, email: str) -> Asked:
    """Let an address wait to become this account's. The newest wish takes the place of an older one.

    One that belongs to another account waits as well, so that nothing tells the two cases apart; its key is of no use.
    """
    # Pressed twice at once: the second waits here for the first, and then finds its wish.
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    waiting = session.get(NewAddress, account.id)
    if waiting is None:
        waiting = NewAddress(account_id=account.id)
        session.add(waiting)
    key = sign_ins.new_key()
    waiting.email, waiting.key_hash, waiting.asked_at = email, sign_ins.digest(key), now()
    session.flush()
    audit.record(session, "account", account.id, account, "address_change_asked", target_name=account.email)
    return Asked(email, key, is_taken=queries.account_with(session, email) is not None)


def withdraw_address(session: Session, account: Account) -> None:
    """Let the address wait no more; its link ends."""
    waiting = session.get(NewAddress, account.id)
    if waiting is not None:
        session.delete(waiting)
        audit.record(session, "account", account.id, account, "address_change_withdrawn", target_name=account.email)


def confirm_address(session: Session, waiting: NewAddress) -> tuple[Account, str] | None:
    """Give the account its new address; return it with the old one, or None if somebody else has the address now.

    All links that were sent to the old address end with it.
    """
    account = session.get_one(Account, waiting.account_id)
    email = waiting.email
    session.delete(waiting)
    if queries.account_with(session, email) is not None:
        return None
    old = account.email
    account.email = email
    account.confirmed_at = now()
    account.links = {}
    session.flush()
    audit.record(
        session, "account", account.id, account, "address_changed", before={"email": old}, after={"email": email}
    )
    return account, old


def end_sign_ins(session: Session, account: Account, sign_in_ids: Sequence[int]) -> int:
    """End sign-ins by hand; return how many there were."""
    ended = sign_ins.end(session, account, sign_in_ids)
    if ended:
        audit.record(
            session, "account", account.id, account, "sign_ins_ended", target_name=account.email, after={"count": ended}
        )
    return ended


def end_other_sign_ins(session: Session, account: Account, this: SignIn | None) -> int:
    """End all but the one in use; return how many there were."""
    others = [line.id for line in queries.sign_in_lines(session, account, this) if not line.is_this]
    return end_sign_ins(session, account, others)


def forget_kept_form(session: Session, account: Account) -> None:
    """What was kept has been sent again, or is not wanted."""
    kept = sign_ins.kept_form(session, account)
    if kept is not None:
        session.delete(kept)
