"""What administrators do to accounts. Nobody does any of it to themselves, and one administrator always stays."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import audit, sign_ins
from ..errors import RuleRefused
from ..models import STAFF, Account, Role, now
from . import account_queries

ADMINISTRATOR = "administrator"
MYSELF = "This is your own account. Another administrator has to do it."
LAST = "This is the last administrator. Make another one first."
UNCONFIRMED = "Nobody has shown yet that the address of this account is theirs. Invite the address instead."


@dataclass(frozen=True)
class Step:
    """One thing to do to an account: its words, whether it needs a reason, the letter about it, and what does it."""

    label: str
    plain: str
    done: str
    letter: str
    act: Callable[[Session, Account, Account, str], None]
    needs_reason: bool = False
    is_grave: bool = False
    role: str = ""


def give_role(session: Session, account: Account, who: Account, role: str, reason: str = "") -> None:
    """Let an account moderate or administer."""
    _not_oneself(account, who)
    if any(one.name == role for one in account.roles):
        raise RuleRefused(f"This account is a {role} already.")
    if account.confirmed_at is None:
        raise RuleRefused(UNCONFIRMED)
    account.roles.append(_role(session, role))
    session.flush()
    _note(session, account, who, "role_given", reason, role=role)


def take_role(session: Session, account: Account, who: Account, role: str, reason: str = "") -> None:
    """Take the right to moderate or administer away. Its sign-ins end: they lasted as those of staff do."""
    _not_oneself(account, who)
    held = next((one for one in account.roles if one.name == role), None)
    if held is None:
        raise RuleRefused(f"This account is no {role}.")
    if role == ADMINISTRATOR:
        _another_stays(session, account)
    account.roles.remove(held)
    session.flush()
    sign_ins.end_others(session, account, None)
    _note(session, account, who, "role_taken", reason, role=role)


def end_sign_ins(session: Session, account: Account, who: Account, reason: str) -> None:
    """Sign an account out everywhere."""
    _not_oneself(account, who)
    ended = sign_ins.end_others(session, account, None)
    audit.record(
        session, "account", account.id, who, "sign_ins_ended", target_name=account.email,
        after={"count": ended}, reason=reason,
    )  # fmt: skip


def block(session: Session, account: Account, who: Account, reason: str) -> None:
    """Let nobody sign in to an account, at once; its listing stays as it is."""
    _not_oneself(account, who)
    if not account.active:
        raise RuleRefused("This account is blocked already.")
    if any(one.name == ADMINISTRATOR for one in account.roles):
        _another_stays(session, account)
    account.active = False
    sign_ins.end_others(session, account, None)
    _note(session, account, who, "blocked", reason)


def unblock(session: Session, account: Account, who: Account, reason: str) -> None:
    """Let the owner of an account sign in again."""
    if account.active:
        raise RuleRefused("This account is not blocked.")
    account.active = True
    _note(session, account, who, "unblocked", reason)


def reset_second_factor(session: Session, account: Account, who: Account | None, reason: str = "") -> None:
    """Remove second factor, recovery codes and passkeys of somebody who has lost them, and end the sign-ins."""
    if who is not None:
        _not_oneself(account, who)
    _remove_factors(session, account)
    _note(session, account, who, "second_factor_reset", reason)


def invite(session: Session, email: str, role: str, who: Account) -> tuple[Account, bool]:
    """Give the owner of an address a role of staff; return the account and whether it was made for that."""
    account = account_queries.account_with(session, email)
    is_new = account is None
    if account is None:
        account = Account(email=email, fs_uniquifier=secrets.token_hex(16), confirmed_at=now())
        session.add(account)
        session.flush()
        _note(session, account, who, "invited")
    elif account.confirmed_at is None:
        hand_to_owner(session, account)
        _note(session, account, who, "invited")
    give_role(session, account, who, role)
    return account, is_new or not account.password


def hand_to_owner(session: Session, account: Account) -> None:
    """Leave nothing in an account by which whoever registered it, perhaps a stranger, could open it.

    Only a letter to its address leads in from now on.
    """
    account.password, account.confirmed_at, account.fs_uniquifier = None, now(), secrets.token_hex(16)
    _remove_factors(session, account)


def _remove_factors(session: Session, account: Account) -> None:
    account.tf_primary_method = account.tf_totp_secret = None
    account.mf_recovery_codes = account.tf_last_counter = None
    account.webauthn.clear()
    sign_ins.end_others(session, account, None)


def _another_stays(session: Session, account: Account) -> None:
    """Refuse where nobody else administers. The role is locked first, so that two do not take each other's."""
    role = session.scalars(select(Role).where(Role.name == ADMINISTRATOR).with_for_update()).one()
    others = select(func.count()).where(Account.active, Account.id != account.id, Account.roles.any(Role.id == role.id))
    if not session.scalar(others):
        raise RuleRefused(LAST)


def _not_oneself(account: Account, who: Account) -> None:
    if account.id == who.id:
        raise RuleRefused(MYSELF)


def _role(session: Session, name: str) -> Role:
    assert name in STAFF
    return session.scalars(select(Role).where(Role.name == name)).one()


def _note(
    session: Session, account: Account, who: Account | None, action: str, reason: str = "", role: str = ""
) -> None:
    facts = {"role": role} if role else {}
    audit.record(
        session, "account", account.id, who, action, target_name=account.email, after=facts, reason=reason,
        by="operator",
    )  # fmt: skip


def _giving(role: str) -> Callable[[Session, Account, Account, str], None]:
    return lambda session, account, who, reason: give_role(session, account, who, role, reason)


def _taking(role: str) -> Callable[[Session, Account, Account, str], None]:
    return lambda session, account, who, reason: take_role(session, account, who, role, reason)


STEPS: dict[str, Step] = {
    "make-moderator": Step(
        "Make this account a moderator",
        "It can then decide about listings, reports and appeals. It needs a second factor before it is let in.",
        "is a moderator now",
        "account_role_given",
        _giving("moderator"),
        role="moderator",
    ),
    "make-administrator": Step(
        "Make this account an administrator",
        "It can then change every rule and every account, yours too. It needs a second factor before it is let in.",
        "is an administrator now",
        "account_role_given",
        _giving("administrator"),
        is_grave=True,
        role="administrator",
    ),
    "end-moderator": Step(
        "Take the role of moderator away",
        "It is signed out everywhere. What it decided stays.",
        "is no moderator any more",
        "account_role_taken",
        _taking("moderator"),
        is_grave=True,
        role="moderator",
    ),
    "end-administrator": Step(
        "Take the role of administrator away",
        "It is signed out everywhere. What it changed stays.",
        "is no administrator any more",
        "account_role_taken",
        _taking("administrator"),
        is_grave=True,
        role="administrator",
    ),
    "end-sign-ins": Step(
        "Sign this account out everywhere",
        "Whoever is signed in has to sign in again. Nothing else changes.",
        "is signed out everywhere",
        "account_signed_out",
        end_sign_ins,
    ),
    "block": Step(
        "Block this account",
        "Nobody can sign in to it any more, and it is signed out everywhere. Its listing stays as it is: suspend it on "
        "its case where visitors must not see it.",
        "is blocked",
        "account_blocked",
        block,
        needs_reason=True,
        is_grave=True,
    ),
    "unblock": Step(
        "Unblock this account",
        "Its owner can sign in again, with the password it had.",
        "can sign in again",
        "account_unblocked",
        unblock,
    ),
    "reset-second-factor": Step(
        "Reset the second factor",
        "The authenticator app, all recovery codes and passkeys stop working, and it is signed out everywhere. Make "
        "sure by another way, such as a call, that its owner asks for it.",
        "has no second factor any more",
        "account_second_factor_reset",
        reset_second_factor,
        needs_reason=True,
        is_grave=True,
    ),
}


def steps_for(account: Account, who: Account, has_second_factor: bool) -> list[str]:
    """What can be done to an account by whoever looks at it."""
    roles = {role.name for role in account.roles}
    if account.id == who.id:
        return []
    offered = [f"{'end' if role in roles else 'make'}-{role}" for role in ("moderator", "administrator")]
    factor = ["reset-second-factor"] if has_second_factor else []
    return [*offered, "end-sign-ins", *factor, "block" if account.active else "unblock"]
