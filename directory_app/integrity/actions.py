"""A moderator reviews one flag or one pattern of accounts, with a reason. Nothing here commits."""

from __future__ import annotations

from sqlalchemy.orm import Session

from .. import audit, checking, publishing, scorekeeping
from ..casework import facts_of, hold, note_act
from ..errors import IllegalMove
from ..models import Account, Act, Flag, FlagState, RegistrationBurst, RevisionState, now


def review_flag(session: Session, flag: Flag, moderator: Account, state: FlagState, reason: str, *, seen: str) -> Act:
    """Find that a flag stands or that it has no ground, and why; the score follows by its ordinary rules.

    `seen` is the state in which the moderator saw it; a review can be changed by another one. Raises IllegalMove where
    somebody else reviewed it meanwhile, or the version is neither public nor waiting any more.
    """
    # Two moderators at the same moment: the second waits here for the first and then sees what was found.
    hold(session, flag.revision.listing)
    session.refresh(flag)
    revision = flag.revision
    if flag.state != seen:
        by = flag.reviewed_by.email if flag.reviewed_by else None
        raise IllegalMove("flag", flag.state, state, decided_by=by, decided_at=flag.reviewed_at)
    if revision.state not in (RevisionState.SUBMITTED, RevisionState.APPROVED):
        raise IllegalMove("listing", revision.state, state)
    before, facts = flag.state, facts_of(flag)
    flag.state, flag.reason = state, reason
    flag.reviewed_at, flag.reviewed_by_id = now(), moderator.id
    session.flush()
    session.refresh(flag, ["reviewed_by"])
    entry = audit.record(
        session,
        "revision",
        revision.id,
        moderator,
        f"flag_{state}",
        target_name=revision.name,
        before={"state": before.value},
        after={"state": state.value, "kind": flag.kind.value, "flag_id": flag.id, "listing_id": revision.listing_id},
        reason=reason,
    )
    if FlagState.DISMISSED in (before, state) and before is not state:
        scorekeeping.rescore(session, revision)
        if revision.state is RevisionState.APPROVED:
            publishing.refresh(session, revision.listing)
    session.flush()
    return note_act(
        session, "flag", ("flag", flag.id), revision.listing_id, moderator,
        entry=entry, before={"flags": {str(flag.id): facts}, "revision_id": revision.id},
    )  # fmt: skip


def review_burst(
    session: Session, burst: RegistrationBurst, moderator: Account, state: FlagState, reason: str, *, seen: str
) -> Act:
    """Say that a pattern of accounts stands or has no ground, in a way that can be undone.

    Raises what `checking.review_burst` raises.
    """
    reviewed_at = burst.reviewed_at.isoformat() if burst.reviewed_at else None
    before = {"burst": [burst.state.value, reviewed_at, burst.reviewed_by_id, burst.reason]}
    checking.review_burst(session, burst, moderator, state, reason, seen=seen)
    return note_act(session, "burst", ("burst", burst.id), None, moderator, before=before)
