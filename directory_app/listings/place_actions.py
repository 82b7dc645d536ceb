"""The places of a version: added, changed, removed, put in order; and hidden at once. Nothing here commits."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..drafts import hold, to_be_saved, touch
from ..errors import InvalidAnswers, NotFound
from ..models import MOST_PLACES, Account, Location, Revision
from ..workplaces import change_location, completed, find, make_location
from .facts import PlaceOfWork, place_from
from .hiding import hide_everywhere

NEW = "new"


def save_place(
    session: Session,
    revision: Revision,
    who: Account,
    place: PlaceOfWork,
    opened: str | None = None,
    key: str | None = None,
) -> bool:
    """Save one place of work; its public point is computed once. Raises UnknownPlace with suggestions.

    `key` names the place, NEW adds one; without it the first is meant. Without a town and a postal code the rest is
    kept and there is no public point yet. Where the place now shows less than before, everything public follows at
    once; returns whether it did. A place saved twice is one place. Raises StaleVersion like all steps.
    """
    hold(session, revision)
    found = find(session, place)
    place = completed(place, found)
    location = place_named(revision, key) if key else next(iter(revision.locations), None)
    if location is None:
        if key in {None, NEW} and any(place_from(one) == place for one in revision.locations):
            return False
        # A place that another tab removed is asked for again before it comes back.
        if to_be_saved(PlaceOfWork(), place, opened):
            _add(session, revision, make_location(place, found), key)
        return False
    if not to_be_saved(place_from(location), place, opened):
        return False
    change_location(location, place, found)
    touch(session, revision)
    return hide_everywhere(session, revision.listing, who, location)


def remove_place(session: Session, revision: Revision, key: str) -> str:
    """Take a place out of this version and return what pages call it. What is public waits for review.

    Nothing happens when it is gone already.
    """
    hold(session, revision)
    location = place_named(revision, key)
    if location is not None:
        revision.locations.remove(location)
        _number(session, revision, list(revision.locations))
    return location.public_label if location is not None else ""


def raise_place(session: Session, revision: Revision, key: str) -> str:
    """Put a place one further up and return what pages call it; empty where it stays.

    The first is named first and gives the listing its city.
    """
    hold(session, revision)
    location = place_named(revision, key)
    order = list(revision.locations)
    if location is not None and order[0] is not location:
        at = order.index(location)
        order[at - 1], order[at] = order[at], order[at - 1]
        _number(session, revision, order)
        return location.public_label or "The place"
    return ""


def place_named(revision: Revision, key: str) -> Location | None:
    """The place of this version with this key."""
    return next((place for place in revision.locations if place.place_key == key), None)


def place_to_show(revision: Revision, key: str) -> Location:
    """The place of this version with this key. Raises NotFound."""
    found = place_named(revision, key)
    if found is None:
        raise NotFound("place")
    return found


def _add(session: Session, revision: Revision, location: Location, key: str | None) -> None:
    if len(revision.locations) >= MOST_PLACES:
        raise InvalidAnswers([f"a listing has {MOST_PLACES} places at most"])
    location.position = len(revision.locations)
    if key not in {None, NEW}:
        location.place_key = str(key)
    revision.locations.append(location)
    touch(session, revision)


def _number(session: Session, revision: Revision, order: list[Location]) -> None:
    for position, place in enumerate(order):
        place.position = position
    touch(session, revision)
    session.refresh(revision, ["locations"])
