"""An interview is recorded or withdrawn; scores follow by their ordinary rules. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, locking, mail, publishing, scorekeeping
from ..casework import note_act
from ..errors import IllegalMove
from ..models import (
    Account,
    AuditEntry,
    Evidence,
    EvidenceKind,
    Interview,
    InterviewWay,
    Listing,
    OutgoingMail,
    Revision,
    RevisionState,
    now,
)
from ..scorekeeping.interviews import Weighed, observed

SCORED = (RevisionState.SUBMITTED, RevisionState.APPROVED)


@dataclass(frozen=True)
class Held:
    """An interview: when and how it was held, and what was said about each question that was asked."""

    held_on: date
    way: InterviewWay
    answers: tuple[Weighed, ...]


def record(session: Session, listing: Listing, moderator: Account, held: Held, site: str = "") -> Interview:
    """Keep an interview as evidence, score the listing again, show the score, and tell the therapist.

    Raises IllegalMove where an interview of that day is kept already, so that a form sent twice counts once.
    """
    locking.hold(session, listing)
    same = session.scalars(
        select(Interview).where(
            Interview.listing_id == listing.id, Interview.held_on == held.held_on, Interview.withdrawn_at.is_(None)
        )
    ).first()
    if same is not None:
        by = same.recorded_by.email if same.recorded_by else None
        raise IllegalMove("interview", "recorded", "recorded", decided_by=by, decided_at=same.recorded_at)
    interview = Interview(
        listing=listing, way=held.way, held_on=held.held_on, recorded_by=moderator, withdraw_reason=""
    )
    session.add(interview)
    session.flush()
    for one in held.answers:
        session.add(
            Evidence(
                listing_id=listing.id,
                interview_id=interview.id,
                question_id=one.question.id,
                kind=EvidenceKind.INTERVIEW,
                value=one.value,
                observed_at=observed(held.held_on),
                recorded_at=interview.recorded_at,
                recorded_by_id=moderator.id,
                note=one.heard.notes,
                by_scale=one.by_scale,
            )
        )
    session.flush()
    session.refresh(interview, ["evidence"])
    score_again(session, listing)
    values = {one.question.id: round(one.value, 3) for one in held.answers}
    entry = _record(session, interview, moderator, "interview_recorded", {"values": values})
    _noted(session, "interview", interview, moderator, entry, _tell(session, interview, "interview_recorded", site))
    return interview


def withdraw(session: Session, interview: Interview, moderator: Account, reason: str, site: str = "") -> Interview:
    """Take an interview back with a reason; its evidence counts no more. Raises IllegalMove when it was taken back."""
    locking.hold(session, interview.listing, interview)
    if interview.withdrawn_at is not None:
        by = interview.withdrawn_by.email if interview.withdrawn_by else None
        raise IllegalMove("interview", "withdrawn", "withdrawn", decided_by=by, decided_at=interview.withdrawn_at)
    interview.withdrawn_at, interview.withdrawn_by, interview.withdraw_reason = now(), moderator, reason
    for one in interview.evidence:
        one.withdrawn_at = interview.withdrawn_at
    session.flush()
    score_again(session, interview.listing)
    entry = _record(session, interview, moderator, "interview_withdrawn", {}, reason)
    letter = _tell(session, interview, "interview_withdrawn", site)
    _noted(session, "interview_withdrawn", interview, moderator, entry, letter)
    return interview


def _noted(
    session: Session,
    what: str,
    interview: Interview,
    moderator: Account,
    entry: AuditEntry,
    letter: OutgoingMail | None,
) -> None:
    about = ("interview", interview.id)
    note_act(session, what, about, interview.listing_id, moderator, entry=entry, before={}, letter=letter)


def score_again(session: Session, listing: Listing) -> None:
    """Score every live version with the evidence there is now, and show the score."""
    scored: Sequence[Revision] = [one for one in listing.revisions if one.state in SCORED]
    for revision in scored:
        scorekeeping.rescore(session, revision)
    publishing.refresh(session, listing)


def _record(
    session: Session, interview: Interview, who: Account, action: str, facts: dict[str, object], reason: str = ""
) -> AuditEntry:
    return audit.record(
        session,
        "listing",
        interview.listing_id,
        who,
        action,
        target_name=interview.listing.slug or "",
        after={"interview_id": interview.id, "held_on": interview.held_on.isoformat(), **facts},
        reason=reason,
    )


def _tell(session: Session, interview: Interview, letter: str, site: str) -> OutgoingMail | None:
    listing = interview.listing
    if not listing.letters_to:
        return None
    held_on = interview.held_on
    titles = {question.id: question.title for question in scorekeeping.QUESTIONS}
    return mail.write(
        session,
        listing.letters_to,
        letter,
        name=(listing.approved or listing.revisions[-1]).name,
        day=f"{held_on.day} {held_on:%B %Y}",
        heard=[
            (one.question_id[1:], titles[one.question_id], one.note, round(one.value * 100))
            for one in interview.evidence
        ],
        reason=interview.withdraw_reason,
        page=f"{site}/my-listing/score",
        claimed=listing.account is not None,
        profile=f"{site}/therapists/{listing.slug}",
    )
