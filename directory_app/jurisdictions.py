"""The rules of the places where a therapist works: which apply, and whether one of them forbids testimonials."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from .models import Jurisdiction, Location, Revision

ALLOWED = "allowed"


def jurisdiction_at(session: Session, place: Location) -> Jurisdiction | None:
    """The rules of one place of work: of its state or province, else of its country."""
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


def forbids_testimonials(session: Session, revision: Revision) -> Jurisdiction | None:
    """The first jurisdiction of this version's places where clients' reports may not be shown; None where they may.

    Who works in two places keeps the rules of both.
    """
    rules = (jurisdiction_at(session, place) for place in revision.locations)
    return next((one for one in rules if one is not None and one.testimonials != ALLOWED), None)
