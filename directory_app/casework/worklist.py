"""The one list of everything that waits for a moderator: urgent cases first, then the oldest.

The order is total and a page begins behind a case, so that nothing is skipped or shown twice while others decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from ..errors import BadParameter
from ..models import Account, CaseLook, Flag, FlagState, Jurisdiction, Location, Revision, now
from ..models.base import UtcDateTime
from . import rows
from .own import not_among, not_copied, not_own
from .rows import Row
from .sources import SOURCES, Cases, Source, source_of

PAGE_SIZE = 25
TOKEN = re.compile(r"(?P<urgent>[01])_(?P<at>\d{8}T\d{12})_(?P<kind>[a-z_]{1,40})_(?P<number>\d{1,9})")
ANYBODY, MINE, FREE = "", "mine", "free"


@dataclass(frozen=True)
class Case:
    """One case as the list orders it."""

    kind: str
    subject_id: int
    listing_id: int | None
    opened_at: datetime
    due_on: date | None
    urgent: bool

    @property
    def source(self) -> Source:
        """What kind of case it is."""
        return source_of(self.kind)

    @property
    def is_late(self) -> bool:
        """Whether the day that was promised has passed."""
        return self.due_on is not None and self.due_on < now().date()


@dataclass(frozen=True)
class CaseFilter:
    """Which cases to show: of one kind, only late ones, those looked at by me or by nobody, of one jurisdiction."""

    kind: str = ""
    late: bool = False
    looked_at: str = ANYBODY
    jurisdiction: str = ""


@dataclass(frozen=True)
class Counts:
    """How many cases wait, by kind, under a filter that leaves the kind open; and how many of the shown are late."""

    by_kind: dict[str, int]
    late: int
    urgent: int

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(self.by_kind.values())


@dataclass(frozen=True)
class WorkPage:
    """A page of the list. `after` is where it began, `next_after` where the next one begins, empty at the end."""

    rows: list[Row] = field(default_factory=list)
    after: str = ""
    next_after: str = ""


def work_page(session: Session, wanted: CaseFilter, me: Account, after: Case | None = None) -> WorkPage:
    """The cases behind `after`, or the first ones."""
    found = _cases(session, wanted, me, after, PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    more = after_token(shown[-1]) if len(found) > PAGE_SIZE else ""
    return WorkPage(rows.rows(session, shown, me), after_token(after) if after else "", more)


def next_case(session: Session, wanted: CaseFilter, me: Account, after: Case | None = None) -> Case | None:
    """The case to open next: behind `after`, else from the start; none that a colleague looks at, and not `after`."""
    for start in (after, None) if after else (None,):
        for one in _cases(session, wanted, me, start, 2, skip_others=True):
            if after is None or (one.kind, one.subject_id) != (after.kind, after.subject_id):
                return one
    return None


def case_of(session: Session, kind: str, subject_id: int) -> Case | None:
    """One open case by its kind and number."""
    rows_of = source_of(kind).select().subquery()
    found = session.execute(select(*_columns(rows_of)).where(rows_of.c.subject_id == subject_id)).one_or_none()
    return _case(found) if found else None


def counts(session: Session, wanted: CaseFilter, me: Account | None = None) -> Counts:
    """How many wait. Every kind is counted, also those that the filter leaves out."""
    found = session.execute(
        union_all(*(_counted(session, one, replace(wanted, kind="", late=False), me) for one in SOURCES))
    )
    by_kind = {kind: (int(number), int(late or 0), int(urgent or 0)) for kind, number, late, urgent in found}
    shown = [by_kind[one.kind] for one in SOURCES if wanted.kind in ("", one.kind)]
    return Counts(
        {one.kind: by_kind[one.kind][1 if wanted.late else 0] for one in SOURCES},
        sum(late for _, late, _ in shown),
        sum(urgent for _, _, urgent in shown),
    )


def _counted(session: Session, source: Source, wanted: CaseFilter, me: Account | None) -> Cases:
    """One row: a kind, how many of its cases the filter lets through, how many of them are late and urgent."""
    cases = source.select().subquery()
    late = case((cases.c.due_on < now().date(), 1), else_=0)
    urgent = case((cases.c.urgent, 1), else_=0)
    return (
        select(literal(source.kind), func.count(), func.sum(late), func.sum(urgent))
        .select_from(cases)
        .where(*_let_through(session, source, cases, wanted, me))
    )


def after_token(one: Case) -> str:
    """A case as part of an address, with everything that tells its place in the list."""
    return f"{int(one.urgent)}_{one.opened_at:%Y%m%dT%H%M%S%f}_{one.kind}_{one.subject_id}"


def case_behind(token: str) -> Case | None:
    """The place in the list that `after_token` told; None for an empty one. Raises BadParameter."""
    if not token:
        return None
    found = TOKEN.fullmatch(token)
    if found is None or found["kind"] not in {one.kind for one in SOURCES}:
        raise BadParameter("after", "There is no such place in the work list.")
    try:
        opened_at = datetime.strptime(found["at"], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        raise BadParameter("after", "There is no such place in the work list.") from None
    return Case(found["kind"], int(found["number"]), None, opened_at, None, found["urgent"] == "1")


def _cases(
    session: Session, wanted: CaseFilter, me: Account, after: Case | None, limit: int, *, skip_others: bool = False
) -> list[Case]:
    branches = []
    for source in SOURCES:
        if wanted.kind in ("", source.kind):
            cases = source.select().subquery()
            conditions = _let_through(session, source, cases, wanted, me, skip_others=skip_others)
            part = select(*_columns(cases)).where(*conditions).order_by(*_order_within(source, cases)).limit(limit)
            part = part if after is None else part.where(_behind(source, cases, after))
            branches.append(select(*_columns(part.subquery())))
    every = union_all(*branches).subquery()
    found = session.execute(select(*_columns(every)).order_by(*_order(every)).limit(limit))
    return [_case(row) for row in found]


def _let_through(
    session: Session,
    source: Source,
    cases: Subquery,
    wanted: CaseFilter,
    me: Account | None,
    *,
    skip_others: bool = False,
) -> list[ColumnElement[bool]]:
    """The conditions of the filter on the open cases of one kind; none of my own."""
    conditions = []
    if me is not None:
        is_burst = source.subject == "burst"
        conditions.append(not_among(me, cases.c.subject_id) if is_burst else not_own(me, cases.c.listing_id))
        if source.kind == "flag":
            # Flags that say one's own text was copied open to others only.
            open_to_me = exists().where(Flag.revision_id == cases.c.subject_id, Flag.state == FlagState.OPEN)
            conditions.append(open_to_me.where(not_copied(me)))
    if wanted.late:
        conditions.append(cases.c.due_on < now().date())
    if me is not None and wanted.looked_at == MINE:
        conditions.append(_looked_at(cases, source, CaseLook.moderator_id == me.id))
    if wanted.looked_at == FREE:
        conditions.append(~_looked_at(cases, source))
    if me is not None and skip_others:
        conditions.append(~_looked_at(cases, source, CaseLook.moderator_id != me.id))
    if wanted.jurisdiction:
        conditions.append(_lies_in(session, cases, wanted.jurisdiction))
    return conditions


def _looked_at(cases: Subquery, source: Source, *by: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        CaseLook.subject == literal_column(f"'{source.subject}'"),
        CaseLook.subject_id == cases.c.subject_id,
        CaseLook.until > now(),
        *by,
    )


def _lies_in(session: Session, cases: Subquery, code: str) -> ColumnElement[bool]:
    """Whether a place of the listing lies in a jurisdiction: of a version that counts or is asked to count."""
    known = session.get(Jurisdiction, code)
    country, _, region = code.partition("-")
    there = [Location.country == country]
    if region:
        there.append(or_(func.upper(Location.region) == region, Location.region == (known.name if known else region)))
    return exists().where(Revision.listing_id == cases.c.listing_id, Location.revision_id == Revision.id, *there)


def _columns(cases: Subquery) -> Sequence[ColumnElement[Any]]:
    return [cases.c[name] for name in ("kind", "subject_id", "listing_id", "opened_at", "due_on", "urgent")]


def _order(cases: Subquery) -> Sequence[ColumnElement[Any]]:
    return [cases.c.urgent.desc(), cases.c.opened_at, cases.c.kind, cases.c.subject_id]


def _order_within(source: Source, cases: Subquery) -> Sequence[ColumnElement[Any]]:
    """The same order within one kind, without what is the same for all: an index then gives the first rows at once."""
    return [*(() if source.never_urgent else (cases.c.urgent.desc(),)), cases.c.opened_at, cases.c.subject_id]


def _behind(source: Source, cases: Subquery, one: Case) -> ColumnElement[bool]:
    later = tuple_(cases.c.opened_at, cases.c.kind, cases.c.subject_id) > tuple_(
        literal(one.opened_at, UtcDateTime()), literal(one.kind), literal(one.subject_id)
    )
    if source.never_urgent:
        # The first comparison lets an index begin there.
        return true() if one.urgent else and_(cases.c.opened_at >= literal(one.opened_at, UtcDateTime()), later)
    if one.urgent:
        return or_(cases.c.urgent.is_(False), and_(cases.c.urgent.is_(True), later))
    return and_(cases.c.urgent.is_(False), later)


def _case(row: Any) -> Case:
    return Case(row[0], row[1], row[2], row[3], row[4], bool(row[5]))
