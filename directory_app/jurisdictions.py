"""The rules of the places where a therapist works: which apply, what they refuse, whether they forbid testimonials."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from .models import Jurisdiction, Location, Revision

ALLOWED = "allowed"


def jurisdiction_at(session: Session, place: Location) -> Jurisdiction | None:
    """The rules of one place of work: of its state or province, else of its country; None where none are known."""
    found = session.scalars(
        select(Jurisdiction).where(
            or_(
                Jurisdiction.code.in_([place.country, f"{place.country}-{place.region.upper()}"]),
                Jurisdiction.code.startswith(f"{place.country}-", autoescape=True)
                & (Jurisdiction.name == place.region),
            )
        )
    ).all()
    return max(found, key=lambda one: len(one.code), default=None)


def jurisdiction_of(session: Session, revision: Revision) -> Jurisdiction | None:
    """The rules of a version's first place; None without a place or where none are known."""
    return jurisdiction_at(session, revision.locations[0]) if revision.locations else None


def forbids_testimonials(session: Session, revision: Revision) -> Jurisdiction | None:
    """The first jurisdiction of this version's places where clients' reports may not be shown; None where they may.

    Who works in two places keeps the rules of both.
    """
    rules = (jurisdiction_at(session, place) for place in revision.locations)
    return next((one for one in rules if one is not None and one.testimonials != ALLOWED), None)


def refused_words(session: Session, revision: Revision) -> list[str]:
    """Words that the rules of the place of work keep out of advertisements."""
    rules = jurisdiction_of(session, revision)
    return list(rules.refused_words) if rules else []
