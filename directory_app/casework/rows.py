"""What a line of the work list shows beside the case: who, where, flags, who looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from ..models import Account, CaseLook, Flag, FlagState, Location, Report, ReportReason, Revision, RevisionState, now
from .looks import Look

if TYPE_CHECKING:
    from .worklist import Case


@dataclass(frozen=True)
class Row:
    """One line: the case, the name and town of its therapist, open flags, what a report is about, who looks at it."""

    case: Case
    name: str
    place: str
    flags: int
    about: str
    look: Look | None
    days: int


@dataclass(frozen=True)
class _Who:
    name: str
    place: str


def rows(session: Session, cases: Sequence[Case], me: Account) -> list[Row]:
    """The lines of these cases, with one question for each kind of fact."""
    revisions = {one.subject_id for one in cases if one.source.subject == "revision"}
    of_revision, of_listing = _names(session, cases, revisions)
    flags, looks, about, today = _flags(session, revisions), _looks(session, cases, me), _about(session, cases), now()
    nobody = _Who("", "")
    return [
        Row(
            case=one,
            name=(found := of_revision.get(one.subject_id, nobody) if one.source.subject == "revision"
                  else of_listing.get(one.listing_id or 0, nobody)).name,
            place=found.place,
            flags=flags.get(one.subject_id, 0) if one.source.subject == "revision" else 0,
            about=about.get(one.subject_id, "") if one.kind == "report" else "",
            look=looks.get((one.source.subject, one.subject_id)),
            days=max(0, (today.date() - one.opened_at.date()).days),
        )
        for one in cases
    ]  # fmt: skip


def _names(session: Session, cases: Sequence[Case], revisions: set[int]) -> tuple[dict[int, _Who], dict[int, _Who]]:
    """Who it is, by version and by listing: of a listing its approved version tells, else its newest."""
    others = {one.listing_id for one in cases if one.listing_id is not None and one.source.subject != "revision"}
    found = session.execute(
        select(Revision.id, Revision.listing_id, Revision.name, Revision.state, Location.city, Location.region)
        .outerjoin(Location, and_(Location.revision_id == Revision.id, Location.position == 0))
        .where(or_(Revision.id.in_(revisions), Revision.listing_id.in_(others)))
        .order_by(Revision.listing_id, Revision.number)
    ).all()
    by_revision: dict[int, _Who] = {}
    by_listing: dict[int, _Who] = {}
    told: set[int] = set()
    for number, listing, name, state, city, region in found:
        who = _Who(name, ", ".join(part for part in (city, region) if part))
        by_revision[number] = who
        if listing not in told:
            by_listing[listing] = who
        if state is RevisionState.APPROVED:
            told.add(listing)
    return by_revision, by_listing


def _flags(session: Session, revisions: set[int]) -> dict[int, int]:
    counted = session.execute(
        select(Flag.revision_id, func.count())
        .where(Flag.revision_id.in_(revisions), Flag.state == FlagState.OPEN)
        .group_by(Flag.revision_id)
    )
    return {row[0]: row[1] for row in counted}


def _about(session: Session, cases: Sequence[Case]) -> dict[int, str]:
    numbers = [one.subject_id for one in cases if one.kind == "report"]
    found = session.execute(
        select(Report.id, ReportReason.label)
        .join(ReportReason, ReportReason.slug == Report.reason_slug)
        .where(Report.id.in_(numbers))
    )
    return {row[0]: row[1] for row in found}


def _looks(session: Session, cases: Sequence[Case], me: Account) -> dict[tuple[str, int], Look]:
    moment: datetime = now()
    found = session.execute(
        select(CaseLook.subject, CaseLook.subject_id, Account.email, CaseLook.since, Account.id)
        .join(Account, Account.id == CaseLook.moderator_id)
        .where(CaseLook.subject_id.in_({one.subject_id for one in cases}), CaseLook.until > moment)
    )
    return {(row[0], row[1]): Look(row[2], row[3], row[4] == me.id) for row in found}
