"""Listings made of lines of a table: without an account, with recorded consent, waiting for a moderator.

They can be claimed, and say where they came from. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from .. import audit, publishing, scorekeeping
from ..models import (
    Account,
    Answer,
    Licence,
    Listing,
    ListingState,
    Revision,
    RevisionState,
    SessionPrice,
    now,
)
from ..places import FoundPlace
from ..workplaces import completed, make_location
from .facts import Facts

ABOUT = (
    "name",
    "practice",
    "credentials",
    "pronouns",
    "gender",
    "bio",
    "website",
    "step_free",
    "home_visits",
    "receipts",
)


@dataclass(frozen=True)
class Maker:
    """In whose name lines become listings. Where `approved`, a moderator of this product approved them before."""

    account: Account | None = None
    by: str = "operator"
    run_id: int | None = None
    approved: bool = False


def make(session: Session, lines: Sequence[tuple[Facts, Sequence[FoundPlace]]], maker: Maker) -> list[Listing]:
    """A listing for each line, whose places were found before. They wait for a moderator, or are public at once."""
    listings = [_listing(facts) for facts, _ in lines]
    revisions = [
        _revision(listing, 1, facts, found, maker) for listing, (facts, found) in zip(listings, lines, strict=True)
    ]
    session.add_all(listings)
    session.flush()
    scorekeeping.score_new(session, revisions)
    if maker.approved:
        for listing, revision in zip(listings, revisions, strict=True):
            listing.move(ListingState.PUBLISHED)
            publishing.publish(session, revision)
    for listing, (facts, _) in zip(listings, lines, strict=True):
        _record(session, listing, facts, maker, "imported")
    session.flush()
    return listings


def change(session: Session, listing: Listing, facts: Facts, found: Sequence[FoundPlace], maker: Maker) -> None:
    """Bring a listing that nobody has claimed to what a newer line says.

    Contact, hours and licences count at once, as they do for therapists; the rest is a new version for a moderator.
    """
    _fill(listing, facts)
    for waiting in [one for one in listing.revisions if one.state is RevisionState.SUBMITTED]:
        waiting.move(RevisionState.DISCARDED)
    if maker.approved and listing.approved is not None:
        listing.approved.move(RevisionState.REPLACED)
    session.flush()
    number = max((one.number for one in listing.revisions), default=0) + 1
    revision = _revision(listing, number, facts, found, maker)
    session.add(revision)
    session.flush()
    scorekeeping.score_new(session, [revision])
    if maker.approved and listing.state is ListingState.DRAFT:
        listing.move(ListingState.PUBLISHED)
    if maker.approved and listing.state is ListingState.PUBLISHED:
        publishing.publish(session, revision)
    else:
        publishing.refresh(session, listing)
    _record(session, listing, facts, maker, "imported_again")
    session.flush()


def _listing(facts: Facts) -> Listing:
    # With an empty list nobody asks the database later whether there are any.
    listing = Listing(licences=[])
    _fill(listing, facts)
    return listing


def _fill(listing: Listing, facts: Facts) -> None:
    listing.phone, listing.public_email = facts.phone, facts.email
    listing.hours, listing.by_appointment = dict(facts.hours), list(facts.by_appointment)
    listing.accepting_clients = facts.accepting_clients
    # What a file says was true on the day of the consent, as far as anybody knows.
    known_on = datetime.combine(facts.consented_on, time(), UTC) if facts.consented_on else None
    listing.accepting_confirmed_at = known_on if facts.accepting_clients is not None else None
    listing.source, listing.consent_note, listing.consented_on = facts.source, facts.consent_note, facts.consented_on
    stated = [(one.number, one.board, one.region, one.expires_on) for one in listing.licences]
    if stated != [(one.number, one.board, one.region, one.expires_on) for one in facts.licences]:
        listing.licences = [
            Licence(number=one.number, board=one.board, region=one.region, expires_on=one.expires_on)
            for one in facts.licences
        ]


def _revision(listing: Listing, number: int, facts: Facts, found: Sequence[FoundPlace], maker: Maker) -> Revision:
    moment = now()
    revision = Revision(
        listing=listing,
        number=number,
        state=RevisionState.APPROVED if maker.approved else RevisionState.SUBMITTED,
        submitted_at=moment,
        decided_at=moment if maker.approved else None,
        **{name: getattr(facts, name) for name in ABOUT},
        techniques=list(facts.techniques),
        own_techniques=list(facts.own_techniques),
        languages=list(facts.languages),
    )
    revision.locations = [
        make_location(completed(place, point), point) for place, point in zip(facts.places, found, strict=True)
    ]
    for position, location in enumerate(revision.locations):
        location.position = position
    revision.prices = [
        SessionPrice(minutes=minutes, amount=amount, currency=currency) for minutes, amount, currency in facts.prices
    ]
    revision.answers = [
        Answer(question_id=question, choice=choice, text=text) for question, (choice, text) in facts.answers.items()
    ]
    return revision


def _record(session: Session, listing: Listing, facts: Facts, maker: Maker, action: str) -> None:
    noted = {
        "source": facts.source,
        "consent_note": facts.consent_note,
        "consented_on": str(facts.consented_on),
        **({"import_id": maker.run_id} if maker.run_id is not None else {}),
    }
    audit.record(
        session, "listing", listing.id, maker.account, action, by=maker.by, target_name=listing.slug or "", after=noted
    )
