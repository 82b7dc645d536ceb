"""What the pages about interviews read: those that were held, whom to ask, one interview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ..casework import not_own
from ..errors import NotFound
from ..models import Account, Interview, Listing, PublicListing, Revision, RevisionState
from ..pagination import Page, within
from ..scorekeeping.history import FADING

PAGE_SIZE = 25
FOUND_AT_MOST = 20


@dataclass(frozen=True)
class InterviewRow:
    """An interview, whose it is, and until when it counts in full."""

    interview: Interview
    name: str
    full_until: date


def interviews(session: Session, number: int = 1) -> Page[InterviewRow]:
    """All interviews, the latest first."""
    total = session.scalar(select(func.count()).select_from(Interview)) or 0
    number = within(number, PAGE_SIZE, total)
    rows = session.scalars(
        select(Interview)
        .order_by(Interview.held_on.desc(), Interview.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(
            joinedload(Interview.listing).selectinload(Listing.revisions),
            joinedload(Interview.recorded_by),
            selectinload(Interview.evidence),
        )
    ).all()
    return Page([_row(one) for one in rows], number, PAGE_SIZE, total)


def interview(session: Session, interview_id: int) -> InterviewRow:
    """One interview. Raises NotFound."""
    found = session.get(Interview, interview_id)
    if found is None:
        raise NotFound(f"interview {interview_id}")
    return _row(found)


def whom(session: Session, me: Account, typed: str) -> list[PublicListing]:
    """Public listings but my own whose name or practice holds what was typed; none for nothing."""
    words = typed.split()
    if not words:
        return []
    wanted = select(PublicListing).where(not_own(me, PublicListing.listing_id))
    for word in words[:5]:
        like = PublicListing.name.icontains(word, autoescape=True)
        wanted = wanted.where(like | PublicListing.practice.icontains(word, autoescape=True))
    named = wanted.order_by(PublicListing.name, PublicListing.listing_id).limit(FOUND_AT_MOST)
    return list(session.scalars(named.options(selectinload(PublicListing.locations))))


def subject(session: Session, listing_id: int) -> Revision:
    """The version whose score an interview would change: the public one, else the one that waits. Raises NotFound."""
    listing = session.get(Listing, listing_id)
    revisions = listing.revisions if listing else []
    waits = next((one for one in revisions if one.state is RevisionState.SUBMITTED), None)
    found = (listing.approved if listing else None) or waits
    if found is None:
        raise NotFound(f"listing {listing_id} to interview")
    return found


def _row(one: Interview) -> InterviewRow:
    shown = one.listing.approved or one.listing.revisions[-1]
    return InterviewRow(one, shown.name, one.held_on + FADING)
