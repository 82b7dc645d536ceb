"""What the pages about licences read: the list by state, one licence with its rules and its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from ..casework import not_own
from ..checking.licences import is_due, is_pressing
from ..errors import BadParameter, NotFound
from ..jurisdictions import jurisdiction_of
from ..models import (
    Account,
    Jurisdiction,
    Licence,
    LicenceCheck,
    Listing,
    ListingState,
    Revision,
    RevisionState,
    now,
)
from ..pagination import Page, within

PAGE_SIZE = 25


class Show(StrEnum):
    """Which licences the list shows."""

    DUE = "due"
    UNCHECKED = "unchecked"
    LAPSING = "lapsing"
    LAPSED = "lapsed"
    CHECKED = "checked"


@dataclass(frozen=True)
class LicenceRow:
    """A licence, whose it is, and where it stands: unchecked, lapsing, lapsed or checked."""

    licence: Licence
    name: str
    where: Show
    is_public: bool


@dataclass(frozen=True)
class LicenceFile:
    """One licence with the rules of its place, every look into a register, and looks for licences that are gone.

    `lookup` is the address of the register, where it is known.
    """

    row: LicenceRow
    revision: Revision
    rules: Jurisdiction | None
    lookup: str
    checks: list[LicenceCheck]
    earlier: list[LicenceCheck]

    @property
    def standing(self) -> LicenceCheck | None:
        """The check that counts now or has lapsed; None where the last look found nothing or was taken back."""
        return self.checks[0] if self.checks and self.checks[0].stands else None

    @property
    def latest(self) -> int:
        """The number of the newest look, 0 before the first."""
        return self.checks[0].id if self.checks else 0


def shown_by(typed: str) -> Show:
    """What an address asks to show, what is due where it says nothing. Raises BadParameter."""
    try:
        return Show(typed or Show.DUE)
    except ValueError:
        raise BadParameter("show", "There is no such list of licences. Choose one of those above the list.") from None


def licences(session: Session, me: Account, show: Show, number: int = 1) -> Page[LicenceRow]:
    """Licences of listings that are public or wait, none of my own, those that end first or wait longest on top."""
    today = now().date()
    wanted = _known(me).where(_condition(show, today))
    total = session.scalar(select(func.count()).select_from(wanted.with_only_columns(Licence.id).subquery())) or 0
    number = within(number, PAGE_SIZE, total)
    rows = session.scalars(
        wanted.order_by(Licence.due_from, Licence.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(joinedload(Licence.listing).selectinload(Listing.revisions))
    ).all()
    return Page([_row(one, today) for one in rows], number, PAGE_SIZE, total)


def counts(session: Session, me: Account) -> dict[Show, int]:
    """How many licences each list holds."""
    today = now().date()
    numbers = [func.count().filter(_condition(show, today)) for show in Show]
    found = session.execute(_known(me).with_only_columns(*numbers)).one()
    return dict(zip(Show, found, strict=True))


def licence_file(session: Session, licence_id: int) -> LicenceFile:
    """One licence. Raises NotFound for unknown ones, and for those of listings that nobody has sent in."""
    licence = session.get(Licence, licence_id)
    sent = [one for one in licence.listing.revisions if one.submitted_at is not None] if licence else []
    if licence is None or not sent or licence.none_exists:
        raise NotFound(f"licence {licence_id}")
    looked = session.scalars(
        select(LicenceCheck)
        .where(LicenceCheck.listing_id == licence.listing_id)
        .order_by(LicenceCheck.id.desc())
        .options(joinedload(LicenceCheck.checked_by), joinedload(LicenceCheck.withdrawn_by))
    ).all()
    rules = _rules(session, licence, sent[-1])
    return LicenceFile(
        row=_row(licence, now().date()),
        revision=licence.listing.approved or sent[-1],
        rules=rules,
        # The address of the register belongs to the rules of a place and is not known for every one.
        lookup=str(getattr(rules, "lookup", "") or ""),
        checks=[one for one in looked if one.licence_id == licence.id],
        earlier=[one for one in looked if one.licence_id != licence.id],
    )


def check(session: Session, check_id: int) -> LicenceCheck:
    """One look into a register for a licence that is still stated. Raises NotFound."""
    found = session.get(LicenceCheck, check_id)
    if found is None or found.licence is None:
        raise NotFound(f"licence check {check_id}")
    return found


def _known(me: Account) -> Select[Licence]:
    waits = exists().where(Revision.listing_id == Listing.id, Revision.state == RevisionState.SUBMITTED)
    return (
        select(Licence)
        .join(Listing, Listing.id == Licence.listing_id)
        .where(not_own(me, Licence.listing_id))
        .where(Licence.none_exists.is_(False), or_(Listing.state == ListingState.PUBLISHED, waits))
    )


def _condition(show: Show, today: date) -> Any:
    is_checked = Licence.checked_at.is_not(None)
    ended = or_(Licence.checked_until < today, Licence.expires_on < today)
    holds = and_(is_checked, func.coalesce(Licence.checked_until, today) >= today)
    holds = and_(holds, func.coalesce(Licence.expires_on, today) >= today)
    return {
        Show.DUE: is_pressing(),
        Show.UNCHECKED: Licence.checked_at.is_(None),
        Show.LAPSING: and_(holds, is_due()),
        Show.LAPSED: and_(is_checked, ended),
        Show.CHECKED: holds,
    }[show]


def _row(licence: Licence, today: date) -> LicenceRow:
    listing = licence.listing
    if licence.checked_at is None:
        where = Show.UNCHECKED
    elif not licence.is_checked(today):
        where = Show.LAPSED
    else:
        where = Show.LAPSING if licence.due_from is not None and licence.due_from <= now() else Show.CHECKED
    name = (listing.approved or listing.revisions[-1]).name
    return LicenceRow(licence, name, where, listing.state is ListingState.PUBLISHED)


def _rules(session: Session, licence: Licence, revision: Revision) -> Jurisdiction | None:
    """The rules of the place that a licence names, else of the first place of work."""
    region = licence.region.strip()
    country = revision.locations[0].country if revision.locations else "US"
    named = select(Jurisdiction).where(
        or_(Jurisdiction.name == region, Jurisdiction.code == f"{country}-{region.upper()}")
    )
    found = session.scalars(named.limit(1)).one_or_none() if region else None
    return found or jurisdiction_of(session, revision)
