"""What the pages of moderators read: one case with all around it, reports, the list of reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from .. import casework, confirming
from ..confirming import HeldBatch
from ..errors import NotFound
from ..models import (
    Account,
    Act,
    Appeal,
    AuditEntry,
    CaseNote,
    Decision,
    DecisionKind,
    Flag,
    FlagState,
    Jurisdiction,
    Listing,
    PublicListing,
    Reason,
    Report,
    ReportReason,
    Revision,
    RevisionState,
    now,
)
from ..pagination import Page, within
from ..scorekeeping import Reading, readings
from ..versions import VersionPart, changed_parts
from .account_facts import Standing, standing
from .deciding import last_sent_back
from .effects import QuestionEffect, effects
from .evidence import FlagFile, flag_files

QUEUE_SIZE = 25
HISTORY_LENGTH = 30


@dataclass(frozen=True)
class ReportRow:
    """One report, the name of the therapist, and the address of the public page, None while there is none."""

    report: Report
    name: str
    slug: str | None

    @property
    def is_late(self) -> bool:
        """Whether the day promised to whoever reported has passed."""
        return self.report.closed_at is None and self.report.due_on < now().date()

    @property
    def by(self) -> str:
        """Who reported: a visitor the listing, or its therapist a message."""
        return "therapist" if self.report.about_message else "visitor"

    @property
    def title(self) -> str:
        """What it is called: whoever reports a message is not the one reported."""
        name = self.name or "a listing without a name"
        return f"report by {name} about a message" if self.report.about_message else f"report about {name}"


@dataclass(frozen=True)
class CaseFile:
    """All that a moderator needs to decide about one revision."""

    revision: Revision
    approved: Revision | None
    readings: list[Reading]
    effects: list[QuestionEffect]
    flags: list[FlagFile]
    decisions: list[Decision]
    history: list[AuditEntry]
    notes: list[CaseNote]
    standing: Standing
    changed: list[VersionPart]
    asked: Decision | None
    undoable: Act | None
    today: date

    @property
    def open_flags(self) -> list[Flag]:
        """Flags that nobody has reviewed."""
        return [one.flag for one in self.flags if one.flag.state is FlagState.OPEN]

    @property
    def flags_to_review(self) -> bool:
        """Whether it is public with flags that nobody has reviewed: they are all there is to decide."""
        return self.revision.state is RevisionState.APPROVED and bool(self.open_flags)

    @property
    def open_to_decide(self) -> bool:
        """Whether it still waits."""
        return self.revision.state is RevisionState.SUBMITTED


def case_file(session: Session, revision_id: int) -> CaseFile:
    """One case with everything around it. Raises NotFound for unknown ids and for drafts, which are private."""
    revision = session.get(Revision, revision_id)
    if revision is None or revision.submitted_at is None:
        raise NotFound(f"case {revision_id}")
    flags = session.scalars(select(Flag).where(Flag.revision_id == revision.id).order_by(Flag.id)).all()
    approved = _approved_before(revision)
    waits = revision.state is RevisionState.SUBMITTED
    return CaseFile(
        revision=revision,
        approved=approved,
        readings=readings(revision),
        effects=effects(approved, revision, flags),
        flags=flag_files(session, flags),
        decisions=decisions_about(session, revision.listing),
        history=_history(session, revision),
        notes=notes(session, revision.listing),
        standing=standing(session, revision.listing),
        changed=changed_parts(revision.listing.approved, revision) if waits else [],
        asked=last_sent_back(session, revision) if waits else None,
        undoable=undoable(session, revision.listing),
        today=now().date(),
    )


def taken_back(session: Session, revision_id: int) -> Revision | None:
    """A version that its therapist has taken back, and may be changing: a draft is nobody's business."""
    revision = session.get(Revision, revision_id)
    was_sent = revision is not None and revision.submitted_at is not None
    return revision if revision is not None and was_sent and revision.state is RevisionState.DRAFT else None


def undoable(session: Session, listing: Listing) -> Act | None:
    """The newest act about a listing that stands, if it can still be undone."""
    last = session.scalars(
        select(Act)
        .where(Act.listing_id == listing.id, Act.undone_at.is_(None), Act.decision_id.is_not(None))
        .order_by(Act.id.desc())
        .limit(1)
    ).one_or_none()
    return last if last is not None and not casework.too_late(session, last) else None


def last_act(session: Session, subject: str, subject_id: int) -> Act | None:
    """The newest act about a thing."""
    return session.scalars(
        select(Act)
        .where(Act.subject == subject, Act.subject_id == subject_id, Act.undone_at.is_(None))
        .order_by(Act.id.desc())
        .limit(1)
    ).one_or_none()


def last_answer(session: Session, appeal: Appeal) -> Act | None:
    """The act that answered an appeal."""
    wanted = select(Act).where(Act.listing_id == appeal.listing_id, Act.what == "answer", Act.undone_at.is_(None))
    found = session.scalars(wanted.order_by(Act.id.desc()))
    return next((one for one in found if one.before["appeal_id"] == appeal.id), None)


def jurisdictions_known(session: Session) -> list[tuple[str, str]]:
    """Code and name of every jurisdiction, for the filter."""
    found = session.execute(select(Jurisdiction.code, Jurisdiction.name).order_by(Jurisdiction.name))
    return [(row[0], row[1]) for row in found]


def notes(session: Session, listing: Listing) -> list[CaseNote]:
    """What moderators told each other about a listing, the newest first."""
    wanted = select(CaseNote).where(CaseNote.listing_id == listing.id).options(joinedload(CaseNote.author))
    return list(session.scalars(wanted.order_by(CaseNote.id.desc())))


def _approved_before(revision: Revision) -> Revision | None:
    """The version the public sees or last saw before this one."""
    public = (RevisionState.APPROVED, RevisionState.REPLACED)
    older = [r for r in revision.listing.revisions if r.number < revision.number and r.state in public]
    return older[-1] if older else None


def decisions_about(session: Session, listing: Listing) -> list[Decision]:
    """Every decision about any version of a listing, the newest first, also those taken back."""
    return list(
        session.scalars(
            select(Decision)
            .join(Revision)
            .where(Revision.listing_id == listing.id)
            .order_by(Decision.id.desc())
            .options(joinedload(Decision.moderator), joinedload(Decision.reason), joinedload(Decision.act))
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


def reasons(session: Session, *, suspending: bool = False) -> list[Reason]:
    """Reasons in use, in the order of their labels: those for taking a listing down, or those for decisions."""
    found = session.scalars(select(Reason).where(Reason.retired.is_(False)).order_by(Reason.label))
    wanted = {DecisionKind.SUSPEND.value} if suspending else {"ask_for_changes", "reject"}
    return [one for one in found if wanted & set(one.applies_to) or not one.applies_to]


def reports(session: Session, me: Account, number: int = 1) -> Page[ReportRow]:
    """Open reports, none about a listing of my own: the urgent ones first, then the oldest."""
    waiting = select(Report).join(Report.reason)
    waiting = waiting.where(Report.closed_at.is_(None), casework.not_own(me, Report.listing_id))
    total = session.scalar(select(func.count()).select_from(waiting.with_only_columns(Report.id).subquery())) or 0
    number = within(number, QUEUE_SIZE, total)
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


def held_batches(session: Session, me: Account) -> list[HeldBatch]:
    """What is held of listings other than my own."""
    batches = confirming.held_batches(session)
    found = select(Listing.id).where(Listing.id.in_([one.listing.id for one in batches]))
    others = set(session.scalars(found.where(casework.not_own(me, Listing.id))))
    return [one for one in batches if one.listing.id in others]


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
