"""What moderators do beside decisions: close reports, decide about held confirmations, leave notes. Nothing commits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, confirming, locking, mail
from ..casework import note_act, refuse_own
from ..errors import IllegalMove, NotFound
from ..models import (
    Account,
    AuditEntry,
    CaseNote,
    Confirmation,
    ConfirmationState,
    Listing,
    OutgoingMail,
    Report,
    ReportOutcome,
    now,
)


def close_report(
    session: Session, report: Report, moderator: Account, outcome: ReportOutcome, note: str, address: str = ""
) -> Report:
    """Close an open report with what was found. A visitor who left an address gets a letter, and the address goes.

    A therapist who reported a message always gets one. `address` begins its link to the message.

    Raises IllegalMove when another moderator was faster.
    """
    locking.hold(session, report.listing, report)
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
    entry = audit.record(
        session,
        "listing",
        report.listing_id,
        moderator,
        "report_closed",
        target_name=report.listing.slug or "",
        before={"report_id": report.id, "reason": report.reason_slug},
        after={"outcome": outcome.value},
    )
    answered = bool(report.email)
    if report.about_message:
        letter = _answer_therapist(session, report, address)
    else:
        letter = _answer(session, report) if answered else None
    note_act(
        session, "report", ("report", report.id), report.listing_id, moderator,
        entry=entry, before={"answered": answered}, letter=letter,
    )  # fmt: skip
    return report


def decide_held(
    session: Session, listing_id: int, moderator: Account, *, release: bool, reason: str, newest: int
) -> int:
    """Release or refuse everything held for a listing, in a way that can be undone; return how many.

    Raises what `confirming.decide_held` raises.
    """
    held = select(Confirmation.id, Confirmation.ready_on).where(
        Confirmation.listing_id == listing_id, Confirmation.state == ConfirmationState.HELD
    )
    session.execute(select(Listing.id).where(Listing.id == listing_id).with_for_update())
    rows = {str(row[0]): row[1].isoformat() for row in session.execute(held)}
    number = confirming.decide_held(session, listing_id, moderator, release=release, reason=reason, newest=newest)
    after = ConfirmationState.WAITING if release else ConfirmationState.REFUSED
    recorded = select(AuditEntry).where(
        AuditEntry.target_kind == "listing", AuditEntry.target_id == listing_id, AuditEntry.actor_id == moderator.id
    )
    entry = session.scalars(recorded.order_by(AuditEntry.id.desc()).limit(1)).one()
    before = {"rows": rows, "after": after.value}
    note_act(session, "held", ("listing", listing_id), listing_id, moderator, entry=entry, before=before)
    return number


def leave_note(session: Session, listing: Listing, moderator: Account, text: str) -> CaseNote:
    """Tell the other moderators something about a listing. Raises OwnListing."""
    refuse_own(session, moderator, "listing_id", listing.id)
    note = CaseNote(listing=listing, author=moderator, text=text)
    session.add(note)
    session.flush()
    _note_recorded(session, note, moderator, "note_left")
    return note


def delete_note(session: Session, note_id: int, moderator: Account) -> CaseNote:
    """Delete an own note. Raises NotFound for those of others, also for administrators, and OwnListing."""
    refuse_own(session, moderator, "note_id", note_id)
    note = session.get(CaseNote, note_id)
    if note is None or note.author_id != moderator.id:
        raise NotFound(f"note {note_id}")
    locking.hold(session, note)
    _note_recorded(session, note, moderator, "note_deleted")
    session.delete(note)
    session.flush()
    return note


def _note_recorded(session: Session, note: CaseNote, moderator: Account, action: str) -> None:
    audit.record(session, "listing", note.listing_id, moderator, action, after={"note_id": note.id})


def _answer(session: Session, report: Report) -> OutgoingMail:
    shown = report.listing.approved or report.listing.revisions[-1]
    letter = mail.write(
        session,
        report.email,
        "report_closed",
        private=True,
        therapist=shown.name,
        reason=report.reason.label,
        outcome=report.outcome,
        note=report.outcome_note,
    )
    letter.listing_id = report.listing_id
    report.email = ""
    return letter


def _answer_therapist(session: Session, report: Report, address: str) -> OutgoingMail | None:
    """The letter to the account that reported a message; none where that account is gone."""
    who = _reporter(session, report)
    if who is None:
        return None
    owned = report.listing.account_id == who.id
    shown = report.listing.approved or report.listing.revisions[-1]
    letter = mail.write(
        session,
        who.email,
        "message_report_closed",
        private=True,
        name=shown.name if owned else "",
        reason=report.reason.label,
        outcome=report.outcome,
        note=report.outcome_note,
        page=f"{address}/my-listing/messages/{report.message.key}" if owned and report.message else "",
    )
    letter.listing_id = report.listing_id
    return letter


def _reporter(session: Session, report: Report) -> Account | None:
    """Who reported a message. A listing that changed hands since has another owner, whom this does not concern."""
    reported = select(AuditEntry).where(
        AuditEntry.target_kind == "listing",
        AuditEntry.target_id == report.listing_id,
        AuditEntry.action == "message_reported",
    )
    entry = next((one for one in session.scalars(reported) if one.after.get("report_id") == report.id), None)
    return session.get(Account, entry.actor_id) if entry is not None and entry.actor_id is not None else None
