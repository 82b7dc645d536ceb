"""The way back from decisions, reviews and answers: open until the therapist changed something that rests on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from .. import publishing, scorekeeping
from ..casework import CHANGED, flags_back, listing_of, moment_of, take_back_letters, way_back, withdraw_letter
from ..models import (
    Act,
    Appeal,
    AppealKind,
    AuditEntry,
    Confirmation,
    ConfirmationState,
    Listing,
    ListingState,
    OutgoingMail,
    PublicListing,
    Report,
    Revision,
    RevisionState,
)

# Acts that rest on each other: undone from the last to the first.
STANDING = "standing"
# What therapists do that an undone decision does not touch.
HARMLESS = ("contact_changed", "facts_confirmed", "reminders_on", "reminders_off", "message_reported")
APPEALED = "The therapist has appealed this decision. Answer the appeal."
COUNTED = "Some of these confirmations have been counted or withdrawn since."
WAITS = "Your listing waits for a moderator again, as you sent it in. You need not do anything."


def too_late_for_decision(session: Session, act: Act) -> str:
    """Why a decision cannot be undone any more: it was appealed, or its therapist has gone on from it."""
    if act.decision is not None and act.decision.appeal is not None:
        return APPEALED
    return CHANGED if _therapist_acted(session, act) else ""


def _too_late_for_held(session: Session, act: Act) -> str:
    return COUNTED if _counted(session, act) else ""


def _therapist_acted(session: Session, act: Act) -> bool:
    """Whether the owner did anything since that rests on what was decided, or the listing changed hands."""
    listing = listing_of(act)
    owner = listing.account_id
    if "account_id" in act.before and act.before["account_id"] != owner:
        return True
    revision = session.get(Revision, act.subject_id) if act.subject == "revision" else None
    if revision is not None and revision.version != act.before.get("version", revision.version):
        return True
    if owner is None:
        return False
    own = select(AuditEntry.id).where(
        AuditEntry.id > act.audit_id,
        AuditEntry.actor_id == owner,
        AuditEntry.action.not_in(HARMLESS),
        or_(
            and_(AuditEntry.target_kind == "listing", AuditEntry.target_id == act.listing_id),
            and_(AuditEntry.target_kind == "revision", AuditEntry.target_id.in_([r.id for r in listing.revisions])),
        ),
    )
    return session.scalar(own.limit(1)) is not None


def _counted(session: Session, act: Act) -> bool:
    after = ConfirmationState(act.before["after"])
    still = select(Confirmation.id).where(Confirmation.id.in_(_numbers(act)), Confirmation.state == after)
    return len(session.scalars(still).all()) != len(act.before["rows"])


@way_back("decision", "moderation.case", "revision_id", group=STANDING, too_late=too_late_for_decision)
def _decision(session: Session, act: Act, address: str) -> None:
    before, listing = act.before, listing_of(act)
    revision = session.get_one(Revision, act.subject_id)
    approved = before.get("replaced") is not None or before["listing_state"] == ListingState.DRAFT
    was_approved = act.decision is not None and act.decision.kind in ("approve", "approve_parts")
    if before.get("part_id"):
        # The public row names the version it shows and would go with it.
        old = session.get_one(Revision, before["replaced"])
        part = session.get_one(Revision, before["part_id"])
        part.move(RevisionState.REPLACED)
        session.flush()
        old.move_back(RevisionState.APPROVED)
        session.flush()
        session.expire(listing, ["revisions"])
        _show_again(session, listing, old, before)
        session.delete(part)
        session.flush()
        revision.number = before["number"]
        session.expire(listing, ["revisions"])
    revision.move_back(RevisionState(before["state"]))
    revision.decided_at = moment_of(before["decided_at"])
    session.flush()
    if was_approved and not before.get("part_id"):
        _unapprove(session, act)
    flags_back(session, before["flags"], revision)
    public = "Your public listing is as it was before." if approved and before.get("replaced") else ""
    take_back_letters(session, act, f"{WAITS} {public}".strip(), address)


def _unapprove(session: Session, act: Act) -> None:
    before, listing = act.before, listing_of(act)
    if before.get("replaced") is not None:
        old = session.get_one(Revision, before["replaced"])
        old.move_back(RevisionState.APPROVED)
        session.flush()
        _show_again(session, listing, old, before)
        return
    publishing.withdraw(session, listing)
    if before["listing_state"] == ListingState.DRAFT:
        listing.move_back(ListingState.DRAFT)
    if not before["had_slug"]:
        listing.slug = None
    session.flush()


def _show_again(session: Session, listing: Listing, revision: Revision, before: dict[str, Any]) -> None:
    if listing.state is not ListingState.PUBLISHED:
        return
    publishing.publish(session, revision)
    public = session.get_one(PublicListing, listing.id)
    public.published_at = moment_of(before["published_at"]) or public.published_at
    session.flush()


@way_back("standing", "moderation.standing_page", "listing_id", group=STANDING, too_late=too_late_for_decision)
def _standing(session: Session, act: Act, address: str) -> None:
    listing = listing_of(act)
    listing.move_back(ListingState(act.before["listing_state"]))
    session.flush()
    if listing.state is ListingState.SUSPENDED:
        publishing.withdraw(session, listing)
        take_back_letters(session, act, "Your listing stays taken down, as our earlier letter said.", address)
        return
    if listing.approved is not None:
        _show_again(session, listing, listing.approved, act.before)
    shown = "is public as it was before" if listing.state is ListingState.PUBLISHED else "is paused, as you had it"
    take_back_letters(session, act, f"Your listing {shown}. You need not do anything.", address)


@way_back("flags", "moderation.case", "revision_id", group=STANDING)
def _flags(session: Session, act: Act, _address: str) -> None:
    revision = session.get_one(Revision, act.subject_id)
    if flags_back(session, act.before["flags"], revision):
        publishing.refresh(session, listing_of(act))


@way_back("report", "moderation.report", "report_id")
def _report(session: Session, act: Act, address: str) -> None:
    report = session.get_one(Report, act.subject_id)
    report.outcome = report.closed_at = report.closed_by = None
    report.outcome_note = ""
    # Whoever left an address is owed an answer again; it was emptied when the letter was written.
    left = act.before.get("answered")
    if left:
        report.email = _recipient(session, act)
    standing = "Your report is open again, and you get another letter when it is answered."
    if report.email or report.about_message:
        take_back_letters(session, act, standing, address, to=report.email, private=True)
    session.flush()


def _recipient(session: Session, act: Act) -> str:
    letter = session.get(OutgoingMail, act.letter_id) if act.letter_id else None
    return letter.recipient if letter else ""


@way_back("answer", "moderation.appeal", "appeal_id", group=STANDING, too_late=too_late_for_decision)
def _answer(session: Session, act: Act, address: str) -> None:
    before = act.before
    appeal = session.get_one(Appeal, before["appeal_id"])
    revision = appeal.revision
    appeal.outcome = appeal.closed_at = appeal.closed_by = None
    appeal.note = ""
    session.flush()
    if before["effect"] == "queued":
        revision.move_back(RevisionState(before["state"]))
        revision.submitted_at, revision.decided_at = moment_of(before["submitted_at"]), moment_of(before["decided_at"])
        revision.due_on = date.fromisoformat(before["due_on"]) if before["due_on"] else None
    if before["effect"] == "restored":
        appeal.listing.move_back(ListingState.SUSPENDED)
        publishing.withdraw(session, appeal.listing)
    session.flush()
    again = flags_back(session, before.get("flags", {}), revision)
    if appeal.kind is AppealKind.CRITERION and revision.score is not None and not revision.editable:
        if not again:
            scorekeeping.rescore(session, revision)
        if revision.state is RevisionState.APPROVED:
            publishing.refresh(session, appeal.listing)
    take_back_letters(session, act, "What you wrote to us is open again, and you get another answer.", address)


@way_back("held", "moderation.held_batch", "listing_id", too_late=_too_late_for_held)
def _held(session: Session, act: Act, _address: str) -> None:
    for row in session.scalars(select(Confirmation).where(Confirmation.id.in_(_numbers(act)))):
        row.state = ConfirmationState.HELD
        row.ready_on = date.fromisoformat(act.before["rows"][str(row.id)])
    withdraw_letter(session, act.letter_id)
    session.flush()


def _numbers(act: Act) -> list[int]:
    return [int(one) for one in act.before["rows"]]
