"""Listings that an operator puts in for somebody who agreed, before that person has an account.

They hold only what was published elsewhere: name, practice, town, contact. They have no answers and no score, say where
they came from, and can be claimed. Without a recorded consent there is no such listing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from .. import audit, publishing, scorekeeping
from ..models import NAME_LENGTH, Listing, ListingState, Revision, RevisionState, now
from . import parsing
from .facts import PlaceOfWork
from .places import completed, find, make_location

LONGEST_SOURCE = 160
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Unclaimed:
    """What is known of somebody who agreed to be listed. `consent_note` says how and to what."""

    name: str
    practice: str
    place: PlaceOfWork
    email: str
    phone: str
    source: str
    consent_note: str
    consented_on: date | None


def add_unclaimed(session: Session, facts: Unclaimed, by: str = "operator") -> Listing:
    """Make a public listing without an account.

    Raises ValueError with a sentence for what is missing or wrong, and for a contact that another listing has;
    UnknownPlace for a town that is not known.
    """
    consented_on = _checked(facts)
    email = parsing.email(facts.email) if facts.email.strip() else ""
    phone = parsing.phone(facts.phone, facts.place.country) if facts.phone.strip() else ""
    if not (email or phone):
        raise ValueError("An e-mail address or a telephone number is missing: nobody could claim the listing.")
    _refuse_known(session, email, phone)
    found = find(session, facts.place)
    if found is None:
        raise ValueError("A town or a postal code is missing.")
    moment = now()
    listing = Listing(
        phone=phone,
        public_email=email,
        source=facts.source.strip(),
        consent_note=facts.consent_note.strip(),
        consented_on=consented_on,
    )
    revision = Revision(
        listing=listing,
        number=1,
        name=facts.name.strip(),
        practice=facts.practice.strip(),
        state=RevisionState.APPROVED,
        submitted_at=moment,
        decided_at=moment,
    )
    revision.locations = [make_location(completed(facts.place, found), found)]
    session.add(listing)
    session.flush()
    scorekeeping.rescore(session, revision)
    listing.move(ListingState.PUBLISHED)
    publishing.publish(session, revision)
    noted = {"source": listing.source, "consent_note": listing.consent_note, "consented_on": str(consented_on)}
    audit.record(session, "listing", listing.id, None, "imported", by=by, target_name=listing.slug or "", after=noted)
    return listing


def _checked(facts: Unclaimed) -> date:
    """The day of the consent, when everything that must be there is there."""
    if not facts.name.strip() or len(facts.name.strip()) > NAME_LENGTH or len(facts.practice.strip()) > NAME_LENGTH:
        raise ValueError(f"A name is missing, or name or practice are longer than {NAME_LENGTH} characters.")
    if not facts.source.strip() or len(facts.source.strip()) > LONGEST_SOURCE:
        raise ValueError(f"Say where the facts come from, in at most {LONGEST_SOURCE} characters.")
    if not facts.consent_note.strip() or len(facts.consent_note) > LONGEST_NOTE:
        raise ValueError("Say how this person agreed to be listed. Without consent nobody is listed.")
    if facts.consented_on is None or facts.consented_on > now().date():
        raise ValueError("The day of the consent is missing or lies in the future.")
    return facts.consented_on


def _refuse_known(session: Session, email: str, phone: str) -> None:
    same = [column == value for column, value in ((Listing.public_email, email), (Listing.phone, phone)) if value]
    known = session.scalars(select(Listing.id).where(or_(*same)).limit(1)).first()
    if known is not None:
        raise ValueError(f"Listing {known} has the same e-mail address or telephone number. Nothing is merged.")
