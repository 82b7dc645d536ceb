"""What is known of an account beside a case: since when, whether it is used, and what else moderators had with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import Appeal, BurstMember, Claim, Interview, Listing, RegistrationBurst, Report, SignIn


@dataclass(frozen=True)
class Standing:
    """An account and its listing in figures, with the claims, interviews and patterns that have pages of their own.

    `last_in` is the last day on which a browser that is still signed in was used; networks and devices are nobody's
    business.
    """

    since: datetime | None
    confirmed: bool
    blocked: bool
    last_in: datetime | None
    versions: int
    reports: int
    reports_upheld: int
    appeals: int
    claims: Sequence[Claim]
    interviews: Sequence[Interview]
    bursts: Sequence[RegistrationBurst]


def standing(session: Session, listing: Listing) -> Standing:
    """What is known of the account of a listing, and of the listing where nobody has claimed it."""
    acted = func.count().filter(Report.outcome == "acted")
    # A message that the therapist reported says nothing against the listing.
    about_it = select(func.count(), acted).where(Report.listing_id == listing.id, Report.about_message.is_(False))
    reports, upheld = session.execute(about_it).one()
    account = listing.account
    number = account.id if account else 0
    return Standing(
        since=account.create_datetime if account else None,
        confirmed=bool(account and account.confirmed_at),
        blocked=bool(account and not account.active),
        last_in=session.scalar(select(func.max(SignIn.seen_at)).where(SignIn.account_id == number)),
        versions=len(listing.revisions),
        reports=reports,
        reports_upheld=upheld,
        appeals=session.scalar(select(func.count()).where(Appeal.listing_id == listing.id)) or 0,
        claims=session.scalars(select(Claim).where(Claim.listing_id == listing.id).order_by(Claim.id.desc())).all(),
        interviews=session.scalars(
            select(Interview).where(Interview.listing_id == listing.id).order_by(Interview.held_on.desc())
        ).all(),
        bursts=session.scalars(
            select(RegistrationBurst)
            .join(BurstMember)
            .where(BurstMember.account_id == number)
            .order_by(RegistrationBurst.id.desc())
        ).all(),
    )
