"""The therapists of a shortlist as short lines, read from the public listings alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ..models import PublicListing
from ..publishing import shown_score


@dataclass(frozen=True)
class Line:
    """One therapist of a shortlist. `places` are the labels visitors may know; the score is on its scale of 100.

    With a `band` there are no figures; `licence_line` has to stand with the rest where it is not empty.
    """

    slug: str
    name: str
    photo: str
    practice: str
    credentials: str
    places: tuple[str, ...]
    price_60: Decimal | None
    currency: str | None
    accepting_clients: bool | None
    accepting_confirmed_at: datetime | None
    estimate: float | None
    low: float | None
    high: float | None
    level: str
    band: str
    licence_line: str
    source: str
    consented_on: date | None


@dataclass(frozen=True)
class Shortlist:
    """Those still listed, in the order of the address, and the names of those who are not."""

    lines: list[Line]
    gone: list[str]


def find_shortlist(session: Session, slugs: Sequence[str]) -> Shortlist:
    """The lines of these therapists; drafts, paused and unknown ones are among `gone`."""
    if not slugs:
        return Shortlist([], [])
    found = session.scalars(
        select(PublicListing).where(PublicListing.slug.in_(slugs)).options(selectinload(PublicListing.locations))
    )
    lines = {public.slug: _line(public) for public in found}
    return Shortlist([lines[slug] for slug in slugs if slug in lines], [slug for slug in slugs if slug not in lines])


def _line(public: PublicListing) -> Line:
    return Line(
        slug=public.slug,
        name=public.name,
        photo=public.photo,
        practice=public.practice,
        credentials=public.credentials,
        places=tuple(place.label for place in public.locations),
        price_60=public.price_60,
        currency=public.currency,
        accepting_clients=public.accepting_clients,
        accepting_confirmed_at=public.accepting_confirmed_at,
        licence_line=public.licence_line,
        **shown_score(public.estimate, public.low, public.high, public.level, public.score_shown)._asdict(),
        source=public.source,
        consented_on=public.consented_on,
    )
