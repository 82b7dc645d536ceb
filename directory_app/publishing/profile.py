"""A listing as its profile page shows it: from the approved revision in public, from a draft in a preview.

Only what may leave is copied here; a profile holds no private point and no street of a private place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ..errors import NotFound
from ..jurisdictions import BAND, Rules, rules_for, rules_of
from ..models import (
    Answer,
    Licence,
    Listing,
    ListingState,
    Location,
    Privacy,
    PublicChange,
    PublicListing,
    Revision,
    RevisionState,
    Score,
    SessionPrice,
    Technique,
    now,
)
from ..scorekeeping import (
    ClientReports,
    InterviewFact,
    Reading,
    interview_among,
    readings,
    reports_among,
    told_by_others,
)
from .bands import ShownScore, shown_score
from .hidden import Place, Shown, everything, shown_of_all

# Put together once: what SQLAlchemy spends on making a statement is more than SQLite spends on answering it.
_PUBLISHED = (
    select(Revision)
    .join(PublicListing, PublicListing.revision_id == Revision.id)
    .options(
        joinedload(Revision.listing).joinedload(Listing.licences),
        joinedload(Revision.prices),
        joinedload(Revision.photo),
    )
)
_PUBLISHED_AT = _PUBLISHED.where(PublicListing.slug == bindparam("slug"))
_PUBLISHED_AMONG = _PUBLISHED.where(PublicListing.slug.in_(bindparam("slugs", expanding=True)))
# What a version has many of; SQLAlchemy's own loading of lists makes such statements anew each time.
_AMONG: Any = bindparam("revisions", expanding=True)
_LISTS: dict[str, Select[Any]] = {
    "answers": select(Answer).where(Answer.revision_id.in_(_AMONG)).order_by(Answer.question_id),
    "locations": select(Location).where(Location.revision_id.in_(_AMONG)).order_by(Location.position),
    "scores": select(Score).where(Score.revision_id.in_(_AMONG), Score.current).options(joinedload(Score.questions)),
}
_EDITION = (
    select(PublicListing.listing_id, PublicChange.version)
    .outerjoin(PublicChange, PublicChange.listing_id == PublicListing.listing_id)
    .where(PublicListing.slug == bindparam("slug"))
)
_TECHNIQUES = select(Technique).where(Technique.slug.in_(bindparam("slugs", expanding=True)))


@dataclass(frozen=True)
class PlaceLine:
    """Where sessions happen, as far as visitors may know. Degrees are those of the public point.

    Street and postal code are empty unless the full address is shown.
    """

    label: str
    street: str
    privacy: str
    lat: float | None
    lon: float | None
    mobile_radius_km: float | None
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True)
class Profile:
    """Everything a profile page shows; `photo` is the digest of the photo, empty without one.

    `source` says where it came from while its therapist has not answered anything; there is no score then. Nobody has
    claimed it where `consented_on` is set. `rules` are those of its places; `hidden` the parts a moderator has hidden.
    """

    listing_id: int
    slug: str
    name: str
    practice: str
    pronouns: str
    credentials: str
    bio: str
    website: str
    phone: str
    email: str
    hours: dict[str, Any]
    by_appointment: list[str]
    accepting_clients: bool | None
    accepting_confirmed_at: datetime | None
    contact_confirmed_at: datetime | None
    hours_confirmed_at: datetime | None
    prices_confirmed_at: datetime | None
    techniques: list[Technique]
    own_techniques: list[str]
    languages: list[str]
    step_free: bool | None
    home_visits: bool | None
    receipts: bool | None
    places: list[PlaceLine]
    prices: list[SessionPrice]
    licences: list[Licence]
    score: ShownScore | None
    readings: list[Reading]
    rules: Rules
    hidden: frozenset[str]
    approved_at: datetime | None
    today: date
    photo: str
    source: str = ""
    consented_on: date | None = None
    reports: ClientReports | None = None
    interview: InterviewFact | None = None

    @property
    def country(self) -> str:
        """Where its first place lies, by whose customs its times are written; empty without a place."""
        return self.places[0].country if self.places else ""


def public_listing(session: Session, slug: str) -> PublicListing:
    """The public listing at this address. Raises NotFound for drafts, paused, suspended and unknown listings."""
    found = session.scalars(select(PublicListing).where(PublicListing.slug == slug)).one_or_none()
    if found is None:
        raise _not_public(session, slug)
    return found


def edition(session: Session, slug: str) -> tuple[int, int, date]:
    """A stamp that moves with every change of the public listing at this address and with the day.

    Whatever changes what a profile shows calls `publish` or `refresh`, which triggers of the database count. Raises
    NotFound for drafts, paused, suspended and unknown listings.
    """
    found = session.execute(_EDITION, {"slug": slug}).one_or_none()
    if found is None:
        raise _not_public(session, slug)
    return found.listing_id, found.version or 0, now().date()


def published_profile(session: Session, slug: str) -> Profile:
    """The public profile at this address. Raises NotFound for drafts, paused, suspended and unknown listings."""
    found = _with_lists(session, session.scalars(_PUBLISHED_AT, {"slug": slug}).unique().all())
    if not found:
        raise _not_public(session, slug)
    revision = found[0]
    return _with_reports(session, shown_of_all(session, [revision])[0], revision.score)


def _not_public(session: Session, slug: str) -> NotFound:
    """What to raise for an address without a public listing: with the day of return where visitors may know it."""
    told = select(Listing.returns_on).where(
        Listing.slug == slug, Listing.state == ListingState.PAUSED, Listing.return_shown
    )
    return NotFound(f"listing {slug!r}", back_on=session.scalars(told).one_or_none())


def published_profiles(session: Session, slugs: Sequence[str]) -> list[Profile]:
    """The public profiles at these addresses, in their order; what is not public is left out.

    It asks once for each kind of row, however many profiles there are.
    """
    found = _with_lists(session, session.scalars(_PUBLISHED_AMONG, {"slugs": list(slugs)}).unique().all())
    techniques = _known_techniques(session, {slug for revision in found for slug in revision.techniques})
    made = zip(shown_of_all(session, found), rules_for(session, found), strict=True)
    profiles = {
        shown.revision.listing.slug: _profile(shown, shown.revision.score, techniques, rules) for shown, rules in made
    }
    return [profiles[slug] for slug in slugs if slug in profiles]


def _with_lists(session: Session, revisions: Sequence[Revision]) -> Sequence[Revision]:
    """The same versions with their answers, places and present scores. What a version has already stays as it is."""
    for name, wanted in _LISTS.items():
        lacking = {revision.id: revision for revision in revisions if name in inspect(revision).unloaded}
        own: dict[int, list[Any]] = {number: [] for number in lacking}
        for one in session.scalars(wanted, {"revisions": list(lacking)}).unique() if lacking else ():
            own[one.revision_id].append(one)
        for number, revision in lacking.items():
            set_committed_value(revision, name, own[number])
    return revisions


def profile_of(session: Session, revision: Revision, score: Score | None = None) -> Profile:
    """The profile that `revision` makes or would make with nothing hidden, read by `score` or else its own."""
    return _with_reports(session, everything(revision), score or revision.score)


def _with_reports(session: Session, shown: Shown, score: Score | None) -> Profile:
    revision = shown.revision
    techniques = _known_techniques(session, set(revision.techniques))
    found = _profile(shown, score, techniques, rules_of(session, revision))
    listing = revision.listing
    told = told_by_others(session, listing)
    return replace(found, reports=reports_among(session, listing, told), interview=interview_among(told))


def _profile(shown: Shown, score: Score | None, techniques: dict[str, Technique], rules: Rules) -> Profile:
    revision, listing = shown.revision, shown.revision.listing
    source = listing.source if not revision.answers else ""
    kind = rules.score_shown
    figures = shown_score(score.estimate, score.low, score.high, score.level, kind) if score and not source else None
    found = shown.readings(readings(revision, score))
    return Profile(
        listing_id=listing.id,
        slug=listing.slug or "",
        name=revision.name,
        practice=shown.text("practice"),
        pronouns=revision.pronouns,
        credentials=shown.text("credentials"),
        bio=shown.text("bio"),
        website=shown.text("website"),
        phone=shown.text("phone"),
        email=shown.text("public_email"),
        hours=listing.hours,
        by_appointment=listing.by_appointment,
        accepting_clients=listing.accepting_clients,
        accepting_confirmed_at=listing.accepting_confirmed_at,
        contact_confirmed_at=listing.contact_confirmed_at,
        hours_confirmed_at=listing.hours_confirmed_at,
        prices_confirmed_at=listing.prices_confirmed_at,
        techniques=[techniques[slug] for slug in revision.techniques if slug in techniques],
        own_techniques=shown.own_techniques,
        languages=revision.languages,
        step_free=revision.step_free,
        home_visits=revision.home_visits,
        receipts=revision.receipts,
        places=[_place(place) for place in shown.places],
        prices=revision.prices,
        licences=listing.licences,
        score=figures,
        readings=[replace(one, score=None, plain=True) for one in found] if kind == BAND else found,
        rules=rules,
        hidden=shown.hidden,
        # Any decision is dated, and what was sent back may have been changed since, which nobody has read.
        approved_at=revision.decided_at if revision.state is RevisionState.APPROVED else None,
        today=now().date(),
        photo=shown.photo,
        source=source,
        consented_on=listing.consented_on if listing.is_unclaimed else None,
    )


def _known_techniques(session: Session, slugs: set[str]) -> dict[str, Technique]:
    if not slugs:
        return {}
    return {t.slug: t for t in session.scalars(_TECHNIQUES, {"slugs": sorted(slugs)})}


def _place(place: Place) -> PlaceLine:
    located = place.location
    return PlaceLine(
        label=place.label,
        street=located.street if place.exact else "",
        privacy=place.privacy.value,
        lat=place.lat,
        lon=place.lon,
        mobile_radius_km=located.mobile_radius_km if place.privacy is Privacy.MOBILE else None,
        city=located.city,
        region=located.region,
        postal_code=located.postal_code if place.exact else "",
        country=located.country,
    )
