"""The way back from the review of a flag and of a pattern of accounts. Nothing here commits."""

from __future__ import annotations

from sqlalchemy.orm import Session

from .. import publishing
from ..casework import CHANGED, flags_back, listing_of, moment_of, way_back
from ..models import Act, Flag, FlagState, RegistrationBurst, Revision, RevisionState

MORE_CAME = "More accounts came to this pattern since, so that it is open again by itself."


def _flag_gone(session: Session, act: Act) -> str:
    return CHANGED if session.get(Flag, act.subject_id) is None else ""


@way_back("flag", "integrity.flag", "flag_id", group="standing", too_late=_flag_gone)
def _flag(session: Session, act: Act, _address: str) -> None:
    """The flag stands as it stood, and so does the score."""
    revision = session.get_one(Revision, act.before["revision_id"])
    if flags_back(session, act.before["flags"], revision) and revision.state is RevisionState.APPROVED:
        publishing.refresh(session, listing_of(act))


def _reopened(session: Session, act: Act) -> str:
    burst = session.get(RegistrationBurst, act.subject_id)
    return MORE_CAME if burst is None or burst.state is FlagState.OPEN else ""


@way_back("burst", "integrity.burst", "burst_id", too_late=_reopened)
def _burst(session: Session, act: Act, _address: str) -> None:
    """The pattern is open again, or as it was found before."""
    burst = session.get_one(RegistrationBurst, act.subject_id)
    state, reviewed_at, burst.reviewed_by_id, burst.reason = act.before["burst"]
    burst.state, burst.reviewed_at = FlagState(state), moment_of(reviewed_at)
    session.flush()
