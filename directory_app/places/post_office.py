"""Villages too small for the list of cities, known by the name of their post office."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models.place import PostalCode
from .countries import regions
from .found import FoundPlace, found_code
from .readings import Typed, fit_of


def post_office_town(session: Session, typed: Typed) -> FoundPlace | None:
    """The town whose post office has that name, at the middle of its lowest code; None where there is none.

    `others` are towns of that name in other states.
    """
    splits = typed.splits()
    names = [name for name, _ in splits]
    rows = session.scalars(select(PostalCode).where(PostalCode.city_key.in_(names)).order_by(PostalCode.code)).all()
    for name, qualifiers in splits:
        fitting = [code for code in rows if code.city_key == name and _fits(code, qualifiers)]
        if fitting:
            towns = {(code.city_key, code.country, code.region): _town(code) for code in reversed(fitting)}
            first, *others = reversed(towns.values())
            return replace(first, others=tuple(others))
    return None


def _fits(code: PostalCode, qualifiers: tuple[str, ...]) -> bool:
    name = next((region.name for region in regions(code.country) if region.code == code.region), "")
    return bool(fit_of(qualifiers, code.region, name, code.country))


def _town(code: PostalCode) -> FoundPlace:
    label = f"{code.city}, {code.region}" if code.country == "US" else f"{code.city}, {code.region}, Canada"
    return replace(found_code(code), label=label, kind="city", postal_code="")
