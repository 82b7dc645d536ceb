"""The way back from every act of a moderator: exactly what the act did is undone, and nothing else.

It is open until the therapist changed something or a later act about the same listing stands. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from .. import audit, publishing, scorekeeping
from ..casework import withdraw_letter
from ..errors import IllegalMove, NotFound, TooLateToUndo
from ..models import (
    Account,
    Act,
    Appeal,
    AppealKind,
    AuditEntry,
    Confirmation,
    ConfirmationState,
    Flag,
    FlagState,
    Listing,
    ListingState,
    OutgoingMail,
    PublicListing,
    Report,
    Revision,
    RevisionState,
    now,
)
from . import letters
from .deciding import hold

# What therapists do that an undone decision does not touch.
HARMLESS = ("contact_changed", "facts_confirmed", "reminders_on", "reminders_off", "message_reported")
LATER = "A later decision about this listing was made. Undo that one first."
CHANGED = "The therapist has changed or sent something since, so this can no longer be undone."
APPEALED = "The therapist has appealed this decision. Answer the appeal."
COUNTED = "Some of these confirmations have been counted or withdrawn since."
WAITS = "Your listing waits for a moderator again, as you sent it in. You need not do anything."


def act_to_undo(session: Session, act_id: int) -> Act:
    """An act by its number. Raises NotFound."""
    act = session.get(Act, act_id)
    if act is None:
        raise NotFound(f"act {act_id}")
    return act


def too_late(session: Session, act: Act) -> str:
    """Why an act can no longer be undone, as a sentence; empty while it can."""
    later = select(Act.id).where(Act.listing_id == act.listing_id, Act.id > act.id, Act.undone_at.is_(None))
    if act.what in ("decision", "standing", "answer", "flags"):
        later = later.where(Act.what.in_(("decision", "standing", "answer", "flags")))
    else:
        later = later.where(Act.subject == act.subject, Act.subject_id == act.subject_id)
    if session.scalar(later.limit(1)) is not None:
        return LATER
    if act.decision is not None and act.decision.appeal is not None:
        return APPEALED
    if act.what in ("decision", "standing", "answer") and _therapist_acted(session, act):
        return CHANGED
    if act.what == "held" and _counted(session, act):
        return COUNTED
    return ""


def undo(session: Session, act: Act, moderator: Account, address: str = "") -> Act:
    """Take back what an act did, with its letter or a letter that corrects it.

    Raises IllegalMove when a colleague has undone it, TooLateToUndo with a sentence.
    """
    hold(session, act.listing)
    session.refresh(act, with_for_update=True)
    if act.undone_at is not None:
        raise IllegalMove(
            "decision",
            "taken back",
            "taken back",
            decided_by=act.undone_by.email if act.undone_by else None,
            decided_at=act.undone_at,
        )
    reason = too_late(session, act)
    if reason:
        raise TooLateToUndo(reason)
    _WAYS_BACK[act.what](session, act, address)
    act.undone_at, act.undone_by = now(), moderator
    if act.decision is not None:
        act.decision.undone_at = act.undone_at
    audit.record(
        session,
        act.subject if act.subject in ("revision", "listing") else "listing",
        act.subject_id if act.subject in ("revision", "listing") else act.listing_id,
        moderator,
        "undone",
        before={"act_id": act.id, "kind": act.what},
        after={"listing_id": act.listing_id, "audit_id": act.audit_id},
    )
    session.flush()
    return act


def _therapist_acted(session: Session, act: Act) -> bool:
    """Whether the owner did anything since that rests on what was decided, or the listing changed hands."""
    owner = act.listing.account_id
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
            and_(AuditEntry.target_kind == "revision", AuditEntry.target_id.in_([r.id for r in act.listing.revisions])),
        ),
    )
    return session.scalar(own.limit(1)) is not None


def _counted(session: Session, act: Act) -> bool:
    after = ConfirmationState(act.before["after"])
    still = select(Confirmation.id).where(Confirmation.id.in_(_numbers(act)), Confirmation.state == after)
    return len(session.scalars(still).all()) != len(act.before["rows"])


def _decision(session: Session, act: Act, address: str) -> None:
    before, listing = act.before, act.listing
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
    revision.decided_at = _moment(before["decided_at"])
    session.flush()
    if was_approved and not before.get("part_id"):
        _unapprove(session, act, revision)
    _flags_back(session, before["flags"], revision)
    public = "Your public listing is as it was before." if approved and before.get("replaced") else ""
    letters.take_back(session, act, f"{WAITS} {public}".strip(), address)


def _unapprove(session: Session, act: Act, revision: Revision) -> None:
    before, listing = act.before, act.listing
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
    public.published_at = _moment(before["published_at"]) or public.published_at
    session.flush()


def _standing(session: Session, act: Act, address: str) -> None:
    listing = act.listing
    listing.move_back(ListingState(act.before["listing_state"]))
    session.flush()
    if listing.state is ListingState.SUSPENDED:
        publishing.withdraw(session, listing)
        letters.take_back(session, act, "Your listing stays taken down, as our earlier letter said.", address)
        return
    if listing.approved is not None:
        _show_again(session, listing, listing.approved, act.before)
    shown = "is public as it was before" if listing.state is ListingState.PUBLISHED else "is paused, as you had it"
    letters.take_back(session, act, f"Your listing {shown}. You need not do anything.", address)


def _flags(session: Session, act: Act, _address: str) -> None:
    revision = session.get_one(Revision, act.subject_id)
    if _flags_back(session, act.before["flags"], revision):
        publishing.refresh(session, act.listing)


def _flags_back(session: Session, before: dict[str, list[Any]], revision: Revision) -> bool:
    """Flags as they were; scored again where one that had fallen stands again. Returns whether that was so."""
    stands_again = False
    for flag in session.scalars(select(Flag).where(Flag.id.in_([int(one) for one in before]))):
        state, reviewed_at, reviewed_by = before[str(flag.id)]
        stands_again = stands_again or (flag.state is FlagState.DISMISSED) != (state == FlagState.DISMISSED)
        flag.state, flag.reviewed_at, flag.reviewed_by_id = FlagState(state), _moment(reviewed_at), reviewed_by
    session.flush()
    if stands_again:
        scorekeeping.rescore(session, revision)
    return stands_again


def _report(session: Session, act: Act, address: str) -> None:
    report = session.get_one(Report, act.subject_id)
    report.outcome = report.closed_at = report.closed_by = None
    # Whoever left an address is owed an answer again; it was emptied when the letter was written.
    left = act.before.get("answered")
    if left:
        report.email = _recipient(session, act)
    standing = "Your report is open again, and you get another letter when it is answered."
    if report.email:
        letters.take_back(session, act, standing, address, to=report.email, private=True)
    session.flush()


def _recipient(session: Session, act: Act) -> str:
    letter = session.get(OutgoingMail, act.letter_id) if act.letter_id else None
    return letter.recipient if letter else ""


def _answer(session: Session, act: Act, address: str) -> None:
    before = act.before
    appeal = session.get_one(Appeal, before["appeal_id"])
    revision = appeal.revision
    appeal.outcome = appeal.closed_at = appeal.closed_by = None
    appeal.note = ""
    session.flush()
    if before["effect"] == "queued":
        revision.move_back(RevisionState(before["state"]))
        revision.submitted_at, revision.decided_at = _moment(before["submitted_at"]), _moment(before["decided_at"])
        revision.due_on = date.fromisoformat(before["due_on"]) if before["due_on"] else None
    if before["effect"] == "restored":
        appeal.listing.move_back(ListingState.SUSPENDED)
        publishing.withdraw(session, appeal.listing)
    session.flush()
    again = _flags_back(session, before.get("flags", {}), revision)
    if appeal.kind is AppealKind.CRITERION and revision.score is not None and not revision.editable:
        if not again:
            scorekeeping.rescore(session, revision)
        if revision.state is RevisionState.APPROVED:
            publishing.refresh(session, appeal.listing)
    letters.take_back(session, act, "What you wrote to us is open again, and you get another answer.", address)


def _held(session: Session, act: Act, _address: str) -> None:
    for row in session.scalars(select(Confirmation).where(Confirmation.id.in_(_numbers(act)))):
        row.state = ConfirmationState.HELD
        row.ready_on = date.fromisoformat(act.before["rows"][str(row.id)])
    withdraw_letter(session, act.letter_id)
    session.flush()


def _numbers(act: Act) -> list[int]:
    return [int(one) for one in act.before["rows"]]


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


_WAYS_BACK: dict[str, Callable[[Session, Act, str], None]] = {
    "decision": _decision,
    "standing": _standing,
    "flags": _flags,
    "report": _report,
    "answer": _answer,
    "held": _held,
}
