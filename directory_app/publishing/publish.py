"""Writes and removes public listings. Nothing else in the directory writes those tables."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..errors import InvalidAnswers
from ..jurisdictions import Rules, rules_of
from ..models import Listing, Privacy, PublicListing, PublicLocation, Revision, now
from ..places.distance import unit_vector
from ..places.folding import unaccented
from ..scorekeeping import readings
from . import words
from .hidden import Place, Shown, shown_of
from .quote import best_quote
from .traits import traits_of

# So many namesakes of one town may become public at the same moment.
ATTEMPTS = 20


def publish(session: Session, revision: Revision) -> PublicListing:
    """Make `revision` what the public sees of its listing. The caller has approved it and commits.

    Raises InvalidAnswers when the revision has no score or no place with a public point.
    """
    listing = revision.listing
    _give_slug(session, listing, revision)
    public = session.get(PublicListing, listing.id) or PublicListing(listing_id=listing.id, locations=[])
    shown = shown_of(session, revision)
    _fill(public, shown, rules_of(session, revision))
    session.add(public)
    if public.locations:
        # Old places leave before new ones come: identical rows would otherwise be kept and updated in random order.
        public.locations.clear()
        session.flush()
    public.locations.extend(_locations(shown, public.rank_score))
    session.flush()
    words.write(session, public, shown)
    return public


def refresh(session: Session, listing: Listing) -> None:
    """Bring the public listing up to date after an instant change or a new score; harmless if there is none."""
    public = session.get(PublicListing, listing.id)
    if public is not None and listing.approved is not None:
        publish(session, listing.approved)


def withdraw(session: Session, listing: Listing) -> None:
    """Take the listing out of everything public; harmless if it is not there."""
    public = session.get(PublicListing, listing.id)
    if public is not None:
        words.forget(session, listing.id)
        session.delete(public)
        session.flush()


def _give_slug(session: Session, listing: Listing, revision: Revision) -> None:
    if listing.slug is not None:
        return
    session.flush()
    for left in reversed(range(ATTEMPTS)):
        try:
            with session.begin_nested():
                listing.slug = _free_slug(session, revision)
                session.flush()
        except IntegrityError:
            # A namesake in the same town became public at this moment. What they took is seen now.
            if not left:
                raise
        else:
            return


def _free_slug(session: Session, revision: Revision) -> str:
    """An address from name and city that no other listing has: mara-lindqvist-portland, then …-2."""
    city = revision.locations[0].city if revision.locations else ""
    # A name in other letters leaves nothing behind. A machine would spell it wrong for good: Japanese names are read as
    # Chinese ones, Hebrew and Arabic ones without vowels. What its owner wrote beside it in these letters is theirs.
    name = _slug(revision.name) or _slug(revision.practice)
    # The city then says more than a number.
    name = name or ("therapist" if _slug(city) else f"therapist-{revision.listing_id}")
    base = _slug(f"{name} {city}")[:140].strip("-")
    taken = set(session.scalars(select(Listing.slug).where(Listing.slug.startswith(base, autoescape=True))))
    if base not in taken:
        return base
    return next(name for number in range(2, len(taken) + 3) if (name := f"{base}-{number}") not in taken)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", unaccented(text)).strip("-")


def _fill(public: PublicListing, shown: Shown, rules: Rules) -> None:
    revision, listing = shown.revision, shown.revision.listing
    score = revision.score
    if score is None:
        raise InvalidAnswers(["the answers have not been read yet"])
    quote = best_quote(shown.readings(readings(revision)))
    hour = next((p for p in revision.prices if p.minutes == 60), None)
    public.revision_id = revision.id
    public.slug = listing.slug or ""
    public.name, public.practice, public.credentials = revision.name, shown.text("practice"), shown.text("credentials")
    public.bio, public.techniques, public.languages = shown.text("bio"), revision.techniques, revision.languages
    public.price_60, public.currency = (hour.amount, hour.currency) if hour else (None, None)
    public.accepting_clients = listing.accepting_clients
    public.accepting_confirmed_at = listing.accepting_confirmed_at
    public.licence_checked_until = _licence_until(listing)
    public.estimate, public.rank_score = score.estimate, score.rank_score
    public.low, public.high, public.level = score.low, score.high, score.level
    public.score_shown, public.licence_line = rules.score_shown, rules.licence_line(listing.licences)
    public.photo = shown.photo
    # What an operator put in has no answers: its score says nothing, and pages show where it came from in its place.
    public.source = listing.source if not revision.answers else ""
    public.consented_on = listing.consented_on if listing.is_unclaimed else None
    public.traits = traits_of(listing, revision, score)
    public.quote, public.quote_label, public.quote_question_id = quote.text, quote.label, quote.question_id
    public.quote_language = quote.language


def _licence_until(listing: Listing) -> datetime | None:
    today = now().date()
    ends = [
        min(day for day in (one.checked_until, one.expires_on) if day is not None)
        for one in listing.licences
        if one.is_checked(today) and (one.checked_until or one.expires_on)
    ]
    return datetime.combine(max(ends), time.max, UTC) if ends else None


def _locations(shown: Shown, rank_score: float) -> list[PublicLocation]:
    placed = [place for place in shown.places if place.lat is not None and place.lon is not None]
    if not placed:
        raise InvalidAnswers(["a place where you work"])
    return [_location(place, position, rank_score) for position, place in enumerate(placed)]


def _location(place: Place, position: int, rank_score: float) -> PublicLocation:
    lat, lon = place.lat or 0.0, place.lon or 0.0
    x, y, z = unit_vector(lat, lon)
    return PublicLocation(
        position=position,
        privacy=place.privacy.value,
        label=place.label,
        street=place.location.street if place.exact else "",
        city=place.location.city,
        region=place.location.region,
        country=place.location.country,
        lat=lat,
        lon=lon,
        x=x,
        y=y,
        z=z,
        mobile_radius_km=place.location.mobile_radius_km if place.privacy is Privacy.MOBILE else None,
        rank_score=rank_score,
    )
