"""What the pages of a therapist's own listing read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import jurisdictions, places
from ..mail import KEPT_AFTER_LEAVING
from ..maps import PlaceSketch, place_sketch
from ..models import (
    PENDING,
    Account,
    Appeal,
    Claim,
    Decision,
    Jurisdiction,
    Listing,
    Location,
    Message,
    Revision,
    Technique,
    now,
)
from ..places import kind_on_map
from ..scorekeeping import QUESTIONS
from .completeness import missing
from .summary import STEPS


@dataclass(frozen=True)
class StepState:
    """A step of the task list: `done`, `started` or `not_started`. What it `lacks` has to be there to send it in."""

    id: str
    label: str
    state: str
    lacks: bool


@dataclass(frozen=True)
class MessageCounts:
    """What stands in the inbox."""

    total: int
    new: int


def steps(session: Session, listing: Listing) -> list[StepState]:
    """The steps of the version being written, in order; empty when none is being written."""
    revision = listing.working
    if revision is None:
        return []
    lacking = {one.step for one in missing(revision, jurisdictions.rules_of(session, revision))}
    found = [(name, label, _state(revision, name, lacking)) for name, label in STEPS.items()]
    asked = [(q.id, q.title, "not_started" if q.id in lacking else "done") for q in QUESTIONS]
    return [StepState(name, label, state, name in lacking) for name, label, state in (*found, *asked)]


def _state(revision: Revision, name: str, lacking: set[str]) -> str:
    listing = revision.listing
    begun = {
        "about": bool(revision.name or revision.bio),
        "photo": revision.photo is not None,
        "place": bool(revision.locations),
        "practical": bool(revision.prices or revision.techniques or revision.languages),
        "contact": bool(listing.phone or listing.public_email or listing.hours or listing.by_appointment),
        "licence": bool(listing.licences),
    }[name]
    if name not in lacking:
        return "done" if begun else "not_started"
    return "started" if begun else "not_started"


def latest_decision(session: Session, listing: Listing) -> Decision | None:
    """The newest decision about any version of this listing that was not taken back."""
    return session.scalars(
        select(Decision)
        .join(Revision)
        .where(Revision.listing_id == listing.id, Decision.undone_at.is_(None))
        .order_by(Decision.id.desc())
        .limit(1)
    ).one_or_none()


def pending_claims(session: Session, account: Account) -> Sequence[Claim]:
    """The claims of this account to listings that nobody has decided, the latest first."""
    wanted = select(Claim).where(Claim.account_id == account.id, Claim.state.in_(PENDING))
    return session.scalars(wanted.order_by(Claim.id.desc())).all()


def open_appeal(session: Session, revision: Revision | None) -> Appeal | None:
    """The appeal that nobody has answered against the newest decision about this version, while that stands."""
    if revision is None:
        return None
    about = select(Decision).where(Decision.revision_id == revision.id, Decision.undone_at.is_(None))
    decision = session.scalars(about.order_by(Decision.id.desc()).limit(1)).one_or_none()
    appeal = decision.appeal if decision is not None and decision.stands else None
    return appeal if appeal is not None and appeal.is_open else None


def techniques(session: Session) -> list[Technique]:
    """All techniques, by name."""
    return list(session.scalars(select(Technique).order_by(Technique.name)))


def techniques_to_offer(session: Session, revision: Revision) -> list[Technique]:
    """Techniques that can be chosen: those in use, and retired ones that this version names already."""
    return [one for one in techniques(session) if not one.retired or one.slug in revision.techniques]


def message_counts(session: Session, listing: Listing) -> MessageCounts:
    """How many messages stand in the inbox, and how many of them nobody has read."""
    unread = func.count().filter(Message.read_at.is_(None))
    kept = Message.created_at > now() - KEPT_AFTER_LEAVING
    total, new = session.execute(
        select(func.count(), unread).select_from(Message).where(Message.listing_id == listing.id, kept)
    ).one()
    return MessageCounts(total, new)


def place_maps(session: Session, places: Sequence[Location]) -> list[tuple[Location, PlaceSketch | None]]:
    """Each place with the map that visitors see of it."""
    return [(one, _place_map(session, one)) for one in places]


def _place_map(session: Session, place: Location) -> PlaceSketch | None:
    kind = kind_on_map(place.privacy.value, place.country)
    return place_sketch(session, kind, place.public_lat, place.public_lon, place.mobile_radius_km)


def unit_of(listing: Listing) -> str:
    """Miles or kilometres, as people say where the therapist works."""
    return places.unit_of(country_of(listing))


def country_of(listing: Listing) -> str:
    """Two letters of the country where the therapist works, of the version being written first."""
    places = [place for revision in (listing.working, listing.approved) if revision for place in revision.locations]
    return places[0].country if places else "US"


def jurisdiction_of(session: Session, listing: Listing) -> Jurisdiction | None:
    """The rules of the place where the therapist works: of its state or province, else of its country."""
    revision = listing.working or listing.approved
    return jurisdictions.jurisdiction_of(session, revision) if revision else None
