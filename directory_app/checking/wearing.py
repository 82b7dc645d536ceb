"""Interviews wear off by themselves: on the day on which one counts half, its score is computed again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import publishing, scorekeeping
from ..models import Evidence, EvidenceKind, Listing, Revision, RevisionState, Score, now
from ..scorekeeping.history import FADING

BATCH = 50


def wear_off(session: Session) -> int:
    """Score again what was last scored while an interview still counted in full; return how many versions.

    Nothing is kept of what was done: a version that was scored since is not found again.
    """
    rows = session.execute(
        select(Evidence.listing_id, Evidence.observed_at, Revision.id, Score.computed_at)
        .join(Revision, Revision.listing_id == Evidence.listing_id)
        .join(Score, Score.revision_id == Revision.id)
        .where(
            Evidence.kind == EvidenceKind.INTERVIEW,
            Evidence.withdrawn_at.is_(None),
            Evidence.observed_at <= now() - FADING,
            Revision.state.in_((RevisionState.SUBMITTED, RevisionState.APPROVED)),
            Score.current,
        )
        .order_by(Evidence.listing_id)
    ).all()
    due = sorted({(row[0], row[2]) for row in rows if row[3] < row[1] + FADING})[:BATCH]
    for listing_id, revision_id in due:
        scorekeeping.rescore(session, session.get_one(Revision, revision_id))
        publishing.refresh(session, session.get_one(Listing, listing_id))
    return len(due)
