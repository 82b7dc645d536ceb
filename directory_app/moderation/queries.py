"""What the pages of moderators read: the queue, one case, reports, the list of reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from ..errors import NotFound
from ..models import (
    AuditEntry,
    Claim,
    ClaimState,
    Decision,
    Flag,
    FlagState,
    Listing,
    PublicListing,
    Reason,
    Report,
    ReportReason,
    Revision,
    RevisionState,
    now,
)
from ..pagination import Page
from ..scorekeeping import Reading, readings

QUEUE_SIZE = 25
HISTORY_LENGTH = 30


@dataclass(frozen=True)
class QueueRow:
    """One waiting revision: whether it is new or an edit, how many flags stand open, days it has waited."""

    revision: Revision
    is_edit: bool
    flags: int
    days: int

    @property
    def is_late(self) -> bool:
        """Whether the day promised to the therapist has passed."""
        return self.revision.is_late


@dataclass(frozen=True)
class ReportRow:
    """One report, the name of the therapist, and the address of the public page, None while there is none."""

    report: Report
    name: str
    slug: str | None

    @property
    def is_late(self) -> bool:
        """Whether the day promised to the visitor has passed."""
        return self.report.closed_at is None and self.report.due_on < now().date()


@dataclass(frozen=True)
class OpenReports:
    """How many reports are open, and how many of them urgent."""

    total: int
    urgent: int


@dataclass(frozen=True)
class CaseFile:
    """All that a moderator needs to decide about one revision."""

    revision: Revision
    approved: Revision | None
    readings: list[Reading]
    flags: list[Flag]
    decisions: list[Decision]
    history: list[AuditEntry]
    today: date

    @property
    def open_flags(self) -> list[Flag]:
        """Flags that nobody has reviewed."""
        return [flag for flag in self.flags if flag.state is FlagState.OPEN]

    @property
    def open_to_decide(self) -> bool:
        """Whether it still waits."""
        return self.revision.state is RevisionState.SUBMITTED


def queue(session: Session, number: int = 1) -> Page[QueueRow]:
    """The waiting revisions, oldest first."""
    waiting = select(Revision).where(Revision.state == RevisionState.SUBMITTED)
    total = session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
    rows = session.scalars(
        waiting.order_by(Revision.submitted_at, Revision.id)
        .limit(QUEUE_SIZE)
        .offset((number - 1) * QUEUE_SIZE)
        .options(joinedload(Revision.listing).selectinload(Listing.revisions), selectinload(Revision.locations))
    ).all()
    flags = _open_flags(session, [revision.id for revision in rows])
    today = now().date()
    return Page([_row(revision, flags, today) for revision in rows], number, QUEUE_SIZE, total)


def _row(revision: Revision, flags: dict[int, int], today: date) -> QueueRow:
    since = revision.submitted_at.date() if revision.submitted_at else today
    return QueueRow(
        revision, revision.listing.approved is not None, flags.get(revision.id, 0), max(0, (today - since).days)
    )


def _open_flags(session: Session, ids: list[int]) -> dict[int, int]:
    counted = session.execute(
        select(Flag.revision_id, func.count())
        .where(Flag.revision_id.in_(ids), Flag.state == FlagState.OPEN)
        .group_by(Flag.revision_id)
    )
    return {row[0]: row[1] for row in counted}


def case_file(session: Session, revision_id: int) -> CaseFile:
    """One case with everything around it. Raises NotFound for unknown ids and for drafts, which are private."""
    revision = session.get(Revision, revision_id)
    if revision is None or revision.submitted_at is None:
        raise NotFound(f"case {revision_id}")
    return CaseFile(
        revision=revision,
        approved=_approved_before(revision),
        readings=readings(revision),
        flags=list(session.scalars(select(Flag).where(Flag.revision_id == revision.id).order_by(Flag.id))),
        decisions=_decisions(session, revision),
        history=_history(session, revision),
        today=now().date(),
    )


def _approved_before(revision: Revision) -> Revision | None:
    """The version the public sees or last saw before this one."""
    public = (RevisionState.APPROVED, RevisionState.REPLACED)
    older = [r for r in revision.listing.revisions if r.number < revision.number and r.state in public]
    return older[-1] if older else None


def _decisions(session: Session, revision: Revision) -> list[Decision]:
    return list(
        session.scalars(
            select(Decision)
            .join(Revision)
            .where(Revision.listing_id == revision.listing_id)
            .order_by(Decision.id.desc())
            .options(joinedload(Decision.moderator), joinedload(Decision.reason))
        )
    )


def _history(session: Session, revision: Revision) -> list[AuditEntry]:
    listing = revision.listing
    ids = [r.id for r in listing.revisions]
    return list(
        session.scalars(
            select(AuditEntry)
            .where(
                ((AuditEntry.target_kind == "revision") & AuditEntry.target_id.in_(ids))
                | ((AuditEntry.target_kind == "listing") & (AuditEntry.target_id == listing.id))
                | ((AuditEntry.target_kind == "account") & (AuditEntry.target_id == (listing.account_id or 0)))
            )
            .order_by(AuditEntry.id.desc())
            .limit(HISTORY_LENGTH)
        )
    )


def reasons(session: Session) -> list[Reason]:
    """Reasons in use, in the order of their labels; those for hiding parts of a listing aside."""
    found = session.scalars(select(Reason).where(Reason.retired.is_(False)).order_by(Reason.label))
    return [one for one in found if one.applies_to != ["hide"]]


def open_reports(session: Session) -> OpenReports:
    """Counts for the queue."""
    urgent = func.count().filter(ReportReason.urgent)
    total, pressing = session.execute(
        select(func.count(), urgent).select_from(Report).join(Report.reason).where(Report.closed_at.is_(None))
    ).one()
    return OpenReports(total, pressing)


def waiting_claims(session: Session) -> int:
    """How many claims to listings wait for a moderator."""
    waiting = Claim.state.in_((ClaimState.WAITING, ClaimState.DISPUTED))
    return session.scalar(select(func.count()).where(waiting)) or 0


def reports(session: Session, number: int = 1) -> Page[ReportRow]:
    """Open reports: the urgent ones first, then the oldest."""
    waiting = select(Report).join(Report.reason).where(Report.closed_at.is_(None))
    total = session.scalar(select(func.count()).select_from(waiting.with_only_columns(Report.id).subquery())) or 0
    rows = session.scalars(
        waiting.order_by(ReportReason.urgent.desc(), Report.created_at, Report.id)
        .limit(QUEUE_SIZE)
        .offset((number - 1) * QUEUE_SIZE)
        .options(contains_eager(Report.reason), joinedload(Report.listing).selectinload(Listing.revisions))
    ).all()
    public = set(
        session.scalars(
            select(PublicListing.listing_id).where(PublicListing.listing_id.in_([one.listing_id for one in rows]))
        )
    )
    return Page([_report_row(one, public) for one in rows], number, QUEUE_SIZE, total)


def report(session: Session, report_id: int) -> ReportRow:
    """One report, open or closed. Raises NotFound."""
    found = session.get(Report, report_id)
    if found is None:
        raise NotFound(f"report {report_id}")
    is_public = session.get(PublicListing, found.listing_id) is not None
    return _report_row(found, {found.listing_id} if is_public else set())


def _report_row(found: Report, public: set[int]) -> ReportRow:
    listing = found.listing
    shown = listing.approved or listing.revisions[-1]
    return ReportRow(found, shown.name, listing.slug if listing.id in public else None)
