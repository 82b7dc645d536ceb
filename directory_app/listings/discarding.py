"""Giving up an edit altogether: the approved version is all there is again. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, locking
from ..errors import IllegalMove
from ..models import Account, Appeal, AppealOutcome, Listing, Revision, RevisionState, now


def discard(session: Session, listing: Listing, who: Account) -> None:
    """Give up the version being written or waiting; nothing happens where there is none.

    One that nobody was ever shown is deleted. One that was sent in stays with its decisions, closed: moderators see
    what they decided about, and appeals against it are moot. Raises IllegalMove where no approved version is left.
    """
    locking.hold(session, listing)
    revision = listing.working
    if revision is None:
        return
    locking.hold(session, revision)
    if listing.approved is None:
        raise IllegalMove("listing", revision.state, RevisionState.DISCARDED)
    before = {"state": str(revision.state), "number": revision.number}
    target, name, kept = revision.id, revision.name, revision.submitted_at is not None
    if kept:
        revision.move(RevisionState.DISCARDED)
        _close_appeals(session, revision)
    else:
        listing.revisions.remove(revision)
    session.flush()
    audit.record(
        session,
        "revision",
        target,
        who,
        "discarded",
        target_name=name,
        before=before,
        after={"listing_id": listing.id, "kept": kept},
    )


def _close_appeals(session: Session, revision: Revision) -> None:
    waiting = select(Appeal).where(Appeal.revision_id == revision.id, Appeal.closed_at.is_(None))
    for appeal in session.scalars(waiting):
        appeal.outcome, appeal.closed_at = AppealOutcome.MOOT, now()
