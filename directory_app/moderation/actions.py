"""Decisions of moderators, one use case each: moves, decision row, audit, public listing, letter; closing a report."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, mail, publishing, scorekeeping
from ..choices import PARTS
from ..errors import IllegalMove, StaleVersion
from ..models import (
    NEEDS_REASON,
    OUTCOME,
    Account,
    Decision,
    DecisionKind,
    Flag,
    FlagState,
    ListingState,
    Reason,
    Report,
    ReportOutcome,
    Revision,
    RevisionState,
    now,
)


@dataclass(frozen=True)
class Verdict:
    """What a moderator decided, why (from the list of reasons), in which words, and which flags have no ground.

    `about` says part by part what to change.
    """

    kind: DecisionKind
    reason_slug: str | None = None
    note: str = ""
    unfounded: frozenset[int] = frozenset()
    about: tuple[tuple[str, str], ...] = ()


def decide(
    session: Session, revision: Revision, moderator: Account, verdict: Verdict, *, version: int, address: str = ""
) -> Decision:
    """Decide about a waiting revision that was opened at `version`; `address` is the site's for links in the letter.

    Raises IllegalMove when it was already decided (with who and when) or waits no longer, StaleVersion when it was
    changed after it was opened, ValueError when a needed reason is missing.
    """
    # Two moderators at the same moment: the second waits here for the first and then sees what was decided.
    session.refresh(revision, with_for_update=True)
    _check(session, revision, verdict, version)
    outcome = OUTCOME[verdict.kind]
    before = str(revision.state)
    if outcome is RevisionState.APPROVED:
        _replace_approved(session, revision)
    revision.move(outcome)
    revision.decided_at = now()
    decision = Decision(
        revision=revision,
        moderator=moderator,
        kind=verdict.kind,
        reason_slug=verdict.reason_slug,
        note=verdict.note,
        about=[{"where": where, "note": note} for where, note in verdict.about],
    )
    session.add(decision)
    session.flush()
    _review_flags(session, revision, moderator, verdict)
    if outcome is RevisionState.APPROVED:
        _make_public(session, revision)
    _record(session, decision, moderator, before, verdict.unfounded)
    _tell(session, decision, address)
    return decision


def _check(session: Session, revision: Revision, verdict: Verdict, version: int) -> None:
    wanted = OUTCOME[verdict.kind]
    if revision.state is not RevisionState.SUBMITTED:
        last = latest_decision(session, revision)
        raise IllegalMove(
            "listing",
            revision.state,
            wanted,
            decided_by=last.moderator.email if last and last.moderator else None,
            decided_at=last.created_at if last else None,
        )
    if revision.version != version:
        raise StaleVersion("revision", version, revision.version)
    if verdict.kind in NEEDS_REASON and not verdict.reason_slug:
        raise ValueError("a reason is needed")


def latest_decision(session: Session, revision: Revision) -> Decision | None:
    """The newest decision about this revision."""
    return session.scalars(
        select(Decision).where(Decision.revision_id == revision.id).order_by(Decision.id.desc()).limit(1)
    ).one_or_none()


def _review_flags(session: Session, revision: Revision, moderator: Account, verdict: Verdict) -> None:
    """Every open flag is reviewed with the decision. Where one falls, the text counts in full from now on."""
    flags = session.scalars(select(Flag).where(Flag.revision_id == revision.id, Flag.state == FlagState.OPEN)).all()
    for flag in flags:
        flag.state = FlagState.DISMISSED if flag.id in verdict.unfounded else FlagState.UPHELD
        flag.reviewed_at, flag.reviewed_by_id = now(), moderator.id
    if any(flag.state is FlagState.DISMISSED for flag in flags):
        session.flush()
        scorekeeping.rescore(session, revision)


def _replace_approved(session: Session, revision: Revision) -> None:
    old = revision.listing.approved
    if old is not None:
        old.move(RevisionState.REPLACED)
        # The partial unique index allows one approved revision: the old one must be gone before the new one comes.
        session.flush()


def _make_public(session: Session, revision: Revision) -> None:
    listing = revision.listing
    if listing.state is ListingState.DRAFT:
        listing.move(ListingState.PUBLISHED)
    if listing.state is ListingState.PUBLISHED:
        publishing.publish(session, revision)


def _record(session: Session, decision: Decision, moderator: Account, before: str, unfounded: frozenset[int]) -> None:
    revision = decision.revision
    audit.record(
        session,
        "revision",
        revision.id,
        moderator,
        decision.kind.value,
        target_name=revision.name,
        before={"state": before},
        after={
            "state": str(revision.state),
            "listing_id": revision.listing_id,
            "unfounded_flags": sorted(unfounded),
        },
        reason=decision.reason_slug or "",
    )


def _tell(session: Session, decision: Decision, address: str) -> None:
    revision = decision.revision
    reason = session.get(Reason, decision.reason_slug) if decision.reason_slug else None
    mail.write(
        session,
        revision.listing.letters_to,
        f"decision_{decision.kind.value}",
        name=revision.name,
        letter=reason.letter if reason else "",
        note=decision.note,
        about=[(PARTS.get(one["where"], f"Question {one['where'][1:]}"), one["note"]) for one in decision.about],
        appeal=f"{address}/my-listing/decisions/{decision.id}/appeal",
        appeal_until=f"{decision.appeal_until.day} {decision.appeal_until:%B %Y}",
        my_listing=f"{address}/my-listing",
        profile=f"{address}/therapists/{revision.listing.slug}",
        was_public=revision.listing.state is ListingState.PUBLISHED,
    )


def close_report(session: Session, report: Report, moderator: Account, outcome: ReportOutcome, note: str) -> Report:
    """Close an open report with what was found. Who left an address gets a letter, and the address goes.

    Raises IllegalMove when another moderator was faster.
    """
    session.refresh(report, with_for_update=True)
    if report.closed_at is not None:
        raise IllegalMove(
            "report",
            "closed",
            "closed",
            decided_by=report.closed_by.email if report.closed_by else None,
            decided_at=report.closed_at,
        )
    report.outcome, report.outcome_note = outcome, note
    report.closed_at, report.closed_by = now(), moderator
    audit.record(
        session,
        "listing",
        report.listing_id,
        moderator,
        "report_closed",
        target_name=report.listing.slug or "",
        before={"report_id": report.id, "reason": report.reason_slug},
        after={"outcome": outcome.value},
    )
    if report.email:
        _answer(session, report)
    session.flush()
    return report


def _answer(session: Session, report: Report) -> None:
    shown = report.listing.approved or report.listing.revisions[-1]
    letter = mail.write(
        session,
        report.email,
        "report_closed",
        private=True,
        therapist=shown.name,
        reason=report.reason.label.lower(),
        outcome=report.outcome,
        note=report.outcome_note,
    )
    letter.listing_id = report.listing_id
    report.email = ""
