"""The way back from recording an interview and from taking one back. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..casework import take_back_letters, way_back
from ..models import Act, Interview
from .actions import score_again

ANOTHER = "Another interview of the same day was recorded since. Take that one back first."
GONE = "The interview counts no more, and your score is what it was before. You need not do anything."
COUNTS = "The interview counts again, as it did before. You need not do anything."
UNDONE = "Undone"


@way_back("interview", "interviews.interview", "interview_id")
def _recorded(session: Session, act: Act, address: str) -> None:
    """It stays as taken back, with its notes: interviews are never deleted."""
    interview = session.get_one(Interview, act.subject_id)
    interview.withdrawn_at, interview.withdrawn_by, interview.withdraw_reason = act.undone_at, act.undone_by, UNDONE
    for one in interview.evidence:
        one.withdrawn_at = interview.withdrawn_at
    _counted(session, act, interview, GONE, address)


def _too_late(session: Session, act: Act) -> str:
    interview = session.get_one(Interview, act.subject_id)
    other = select(Interview.id).where(
        Interview.listing_id == interview.listing_id,
        Interview.held_on == interview.held_on,
        Interview.withdrawn_at.is_(None),
    )
    return ANOTHER if session.scalar(other.limit(1)) is not None else ""


@way_back("interview_withdrawn", "interviews.interview", "interview_id", too_late=_too_late)
def _withdrawn(session: Session, act: Act, address: str) -> None:
    interview = session.get_one(Interview, act.subject_id)
    interview.withdrawn_at = interview.withdrawn_by_id = None
    interview.withdraw_reason = ""
    for one in interview.evidence:
        one.withdrawn_at = None
    _counted(session, act, interview, COUNTS, address)


def _counted(session: Session, act: Act, interview: Interview, standing: str, address: str) -> None:
    session.flush()
    score_again(session, interview.listing)
    take_back_letters(session, act, standing, address)
