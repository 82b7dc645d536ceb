"""One version of a listing as a copy of another, whole or part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from .models import Answer, Location, Revision, SessionPrice
from .scorekeeping import QUESTIONS

# What a copy of a place keeps: everything but its number and the version it belongs to.
KEPT = (
    "place_key", "privacy", "street", "city", "region", "postal_code", "country", "private_lat", "private_lon",
    "public_lat", "public_lon", "public_label", "mobile_radius_km",
)  # fmt: skip

SHOWN = ("privacy", "street", "city", "region", "postal_code", "country", "public_label", "mobile_radius_km")


@dataclass(frozen=True)
class VersionPart:
    """A part of a version that can be taken over by itself: its name, label, and the step where a therapist changes it.

    `take` brings it from one version into another.
    """

    key: str
    label: str
    step: str
    take: Callable[[Revision, Revision], None]


def copy_of(
    session: Session, source: Revision, number: int, *, over: Iterable[str] = (), other: Revision | None = None
) -> Revision:
    """A new version with everything of `source`, its answers, places, prices and photo too.

    The parts named in `over` come from `other` in place of it. It is stored, not flushed.
    """
    # Not before it is whole may anything be written.
    with session.no_autoflush:
        made = Revision(listing=source.listing, number=number)
        take_over(source, made, (part.key for part in PARTS))
        if other is not None:
            take_over(other, made, over)
        session.add(made)
    return made


def take_over(source: Revision, into: Revision, keys: Iterable[str]) -> None:
    """Bring parts of one version into another by their keys."""
    wanted = set(keys)
    for part in PARTS:
        if part.key in wanted:
            part.take(source, into)


def differs(one: Revision, other: Revision, key: str) -> bool:
    """Whether two versions say different things in a part."""
    return _said(one, key) != _said(other, key)


def changed_parts(approved: Revision | None, revision: Revision) -> list[VersionPart]:
    """The parts in which a version differs from the approved one; none where nothing is approved."""
    return [part for part in PARTS if approved is not None and differs(approved, revision, part.key)]


def says_nothing_new(revision: Revision) -> bool:
    """Whether a version says word for word what is approved already, so that there is nothing to review."""
    approved = revision.listing.approved
    return approved is not None and not changed_parts(approved, revision)


def _said(revision: Revision, key: str) -> object:
    if key == "photo":
        return revision.photo.digest if revision.photo else ""
    if key == "places":
        return [tuple(getattr(place, name) for name in SHOWN) for place in revision.locations]
    if key == "prices":
        return sorted((one.minutes, one.amount, one.currency) for one in revision.prices)
    if key.startswith("Q"):
        own = revision.answer(key)
        return (own.choice or "", own.text or "") if own else ("", "")
    return getattr(revision, key)


def part_of(key: str) -> VersionPart:
    """A part by its key. Raises KeyError."""
    return {one.key: one for one in PARTS}[key]


def copy_location(source: Location) -> Location:
    """The same place for another version, with the same public point: it is never made again."""
    return Location(position=source.position, **{name: getattr(source, name) for name in KEPT})


def _fact(name: str) -> Callable[[Revision, Revision], None]:
    def take(source: Revision, into: Revision) -> None:
        setattr(into, name, getattr(source, name))

    return take


def _places(source: Revision, into: Revision) -> None:
    into.locations = [copy_location(place) for place in source.locations]


def _prices(source: Revision, into: Revision) -> None:
    into.prices = [SessionPrice(minutes=p.minutes, amount=p.amount, currency=p.currency) for p in source.prices]


def _answer(question_id: str) -> Callable[[Revision, Revision], None]:
    def take(source: Revision, into: Revision) -> None:
        others = [one for one in into.answers if one.question_id != question_id]
        own = source.answer(question_id)
        new = [Answer(question_id=question_id, choice=own.choice, text=own.text)] if own else []
        into.answers = [*others, *new]

    return take


def _facts(step: str, **labels: str) -> list[VersionPart]:
    return [VersionPart(name, label, step, _fact(name)) for name, label in labels.items()]


PARTS: tuple[VersionPart, ...] = (
    *_facts(
        "about", name="Name", practice="Practice", pronouns="Pronouns", gender="Gender", credentials="Credentials",
        bio="About", website="Website",
    ),
    VersionPart("photo", "Photo", "photo", _fact("photo")),
    VersionPart("places", "Places", "place", _places),
    *_facts("practical", techniques="Techniques", own_techniques="Techniques in own words", languages="Languages"),
    VersionPart("prices", "Prices", "practical", _prices),
    *_facts(
        "practical", step_free="Step-free access", home_visits="Home visits", receipts="Receipts for insurance"
    ),
    *(VersionPart(one.id, f"Question {one.id[1:]}: {one.title}", one.id, _answer(one.id)) for one in QUESTIONS),
)  # fmt: skip
