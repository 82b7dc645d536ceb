"""The rules of the place where somebody works, from the list that ships with the directory."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from .models import Jurisdiction, Revision


def jurisdiction_of(session: Session, revision: Revision) -> Jurisdiction | None:
    """The rules of the state or province of a version's first place, else of its country; None where none are known."""
    if not revision.locations:
        return None
    place = revision.locations[0]
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


def refused_words(session: Session, revision: Revision) -> list[str]:
    """Words that the rules of the place of work keep out of advertisements."""
    rules = jurisdiction_of(session, revision)
    return list(rules.refused_words) if rules else []
