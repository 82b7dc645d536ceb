"""Pausing and coming back, and letters that remind. Nothing here commits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from .. import ageing, audit, locking, mail, publishing
from ..errors import IllegalMove
from ..models import Account, Listing, ListingState, Revision, RevisionState, now
from ..places.local_day import day_at

BATCH = 50


def pause(
    session: Session, listing: Listing, who: Account, returns_on: date | None = None, return_shown: bool = False
) -> None:
    """Hide a public listing until its therapist resumes it, or until a day; of a hidden one only the day changes.

    `return_shown` tells visitors that day.
    """
    locking.hold(session, listing)
    already = listing.state is ListingState.PAUSED
    if not already:
        listing.move(ListingState.PAUSED)
        publishing.withdraw(session, listing)
    listing.returns_on = returns_on
    listing.return_shown = return_shown and returns_on is not None
    session.flush()
    _record(session, listing, who, "pause_changed" if already else "paused", listing.returns_on)


def resume(session: Session, listing: Listing, who: Account) -> None:
    """Show a paused listing again as it was approved."""
    locking.hold(session, listing)
    if listing.state is not ListingState.PAUSED or listing.approved is None:
        raise IllegalMove("listing", listing.state, ListingState.PUBLISHED)
    _show(session, listing)
    _record(session, listing, who, "resumed")


def today_of(listing: Listing) -> date:
    """The day it is where the therapist works, by the sun at the public point; without a place the day in UTC."""
    revision = listing.approved
    place = revision.locations[0] if revision and revision.locations else None
    return day_at(place.public_lon, now()) if place and place.public_lon is not None else now().date()


def bring_back(session: Session, site: str) -> int:
    """Show every paused listing whose day has come, once, with a letter; return how many. `site` begins its links.

    Who shows a listing empties its day in the same transaction, so that another process or a restart finds nothing.
    """
    # East of Greenwich a day begins before it does in UTC.
    coming = (
        select(Listing)
        .where(Listing.state == ListingState.PAUSED, Listing.returns_on <= now().date() + timedelta(days=1))
        .order_by(Listing.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    back, found = 0, session.scalars(coming).all()
    while found and back < BATCH:
        back += sum(_bring_back(session, listing, site) for listing in found)
        found = session.scalars(coming.where(Listing.id > found[-1].id)).all()
    return back


def _bring_back(session: Session, listing: Listing, site: str) -> bool:
    if listing.returns_on is None or today_of(listing) < listing.returns_on or listing.approved is None:
        return False
    _show(session, listing)
    _record(session, listing, None, "returned")
    mail.write(
        session,
        listing.letters_to,
        "returned",
        name=listing.approved.name,
        profile=f"{site}/therapists/{listing.slug}",
        my_listing=f"{site}/my-listing",
        facts=f"{site}/my-listing/still-true",
    )
    return True


def remind(session: Session, days: int, again: int, site: str, stop: Callable[[int], str]) -> int:
    """Remind therapists of public listings with facts older than `days`, at most once in `again` days each.

    Whoever was never reminded comes first, then whose last reminder is the longest ago. `stop` gives the address that
    ends reminders of a listing. Returns how many letters were written.
    """
    moment = now()
    old = moment - timedelta(days=days)
    known = func.coalesce(Revision.decided_at, Listing.created_at)
    waiting = (
        select(Listing)
        .join(Revision, and_(Revision.listing_id == Listing.id, Revision.state == RevisionState.APPROVED))
        .where(
            Listing.state == ListingState.PUBLISHED,
            Listing.reminders,
            Listing.account_id.is_not(None),
            or_(Listing.reminded_at.is_(None), Listing.reminded_at <= moment - timedelta(days=again)),
            or_(*(func.coalesce(getattr(Listing, kind.column), known) <= old for kind in ageing.KINDS)),
        )
        .order_by(Listing.reminded_at.asc().nulls_first(), Listing.id)
        .with_for_update(of=Listing, skip_locked=True)
    )
    sent = 0
    for listing in session.scalars(waiting.limit(BATCH)).all():
        facts = ageing.due(listing, days)
        # Nothing that the listing states is old: looked at again as rarely as a reminder is sent.
        listing.reminded_at = moment
        if facts and listing.approved:
            mail.write(
                session,
                listing.letters_to,
                "reminder",
                name=listing.approved.name,
                facts=facts,
                still_true=f"{site}/my-listing/still-true",
                again=again,
                stop=stop(listing.id),
            )
            sent += 1
    session.flush()
    return sent


def set_reminders(session: Session, listing: Listing, who: Account | None, wanted: bool) -> None:
    """Send reminders or send none. Without `who` it was whoever has the link of a letter."""
    locking.hold(session, listing)
    if listing.reminders != wanted:
        listing.reminders = wanted
        session.flush()
        action = "reminders_on" if wanted else "reminders_off"
        audit.record(session, "listing", listing.id, who, action, by="the link in a letter")


def _show(session: Session, listing: Listing) -> None:
    assert listing.approved is not None
    listing.move(ListingState.PUBLISHED)
    listing.returns_on, listing.return_shown = None, False
    session.flush()
    publishing.publish(session, listing.approved)


def _record(session: Session, listing: Listing, who: Account | None, action: str, until: date | None = None) -> None:
    after = {"returns_on": until.isoformat()} if until else {}
    audit.record(session, "listing", listing.id, who, action, target_name=listing.slug or "", after=after)
