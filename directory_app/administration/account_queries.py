"""Accounts as administrators see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ..errors import NotFound
from ..models import STAFF, Account, AuditEntry, Device, Listing, Role, SignIn
from ..pagination import Page, within

SIZE = 50
STATES = {
    "": "Any state",
    "staff": "Moderators and administrators",
    "no-second-factor": "Staff without a second factor",
    "blocked": "Blocked",
    "unconfirmed": "Address not confirmed",
}


@dataclass(frozen=True)
class AccountRow:
    """An account in a list: what it may do, how it is kept, and the day somebody last used it."""

    account: Account
    last_on: date | None

    @property
    def roles(self) -> list[str]:
        """Its roles by name."""
        return sorted(role.name for role in self.account.roles)

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in takes more than a password."""
        return bool(self.account.tf_primary_method or self.account.webauthn)

    @property
    def state(self) -> str:
        """In a word or two."""
        if not self.account.active:
            return "blocked"
        return "in use" if self.account.confirmed_at else "address not confirmed"


def accounts(session: Session, words: str, state: str, number: int) -> Page[AccountRow]:
    """Accounts whose address holds these words, the newest first."""
    query = _in_state(select(Account), state)
    if words:
        query = query.where(func.lower(Account.email).contains(words.lower(), autoescape=True))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = within(number, SIZE, total)
    found = session.scalars(
        query.options(joinedload(Account.listing), selectinload(Account.webauthn))
        .order_by(Account.id.desc())
        .limit(SIZE)
        .offset((number - 1) * SIZE)
    ).all()
    days = _last_days(session, [one.id for one in found])
    return Page([AccountRow(one, days.get(one.id)) for one in found], number, SIZE, total)


def find_account(session: Session, account_id: int) -> AccountRow:
    """One account. Raises NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound(f"account {account_id}")
    return AccountRow(account, _last_days(session, [account_id]).get(account_id))


def account_with(session: Session, email: str) -> Account | None:
    """The account with this address, however it is spelt."""
    return session.scalars(select(Account).where(func.lower(Account.email) == email.lower())).one_or_none()


def sign_ins_of(session: Session, account: Account) -> int:
    """How many sign-ins of an account there are."""
    return session.scalar(select(func.count()).where(SignIn.account_id == account.id)) or 0


def listing_of(account: Account) -> Listing | None:
    """The listing of an account, if it has one."""
    return account.listing


def history(session: Session, account: Account) -> Sequence[AuditEntry]:
    """The latest of what was done to an account and its listing."""
    about = (AuditEntry.target_kind == "account") & (AuditEntry.target_id == account.id)
    return session.scalars(select(AuditEntry).where(about).order_by(AuditEntry.id.desc()).limit(20)).all()


def _in_state(query: Select[Account], state: str) -> Select[Account]:
    staff = Account.roles.any(Role.name.in_(STAFF))
    if state == "staff":
        return query.where(staff)
    if state == "no-second-factor":
        return query.where(staff, Account.tf_primary_method.is_(None), ~Account.webauthn.any())
    if state == "blocked":
        return query.where(Account.active.is_(False))
    return query.where(Account.confirmed_at.is_(None)) if state == "unconfirmed" else query


def _last_days(session: Session, account_ids: Sequence[int]) -> dict[int, date]:
    """The day of the last sign-in: of those that last, and of devices, which are remembered for longer."""
    days: dict[int, datetime] = {}
    for owner, column in ((SignIn.account_id, SignIn.seen_at), (Device.account_id, Device.last_at)):
        query = select(owner, func.max(column)).where(owner.in_(account_ids)).group_by(owner)
        for number, when in session.execute(query):
            days[number] = max(when, days.get(number, when))
    return {number: when.date() for number, when in days.items()}
