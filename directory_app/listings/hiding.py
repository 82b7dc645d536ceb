"""Hiding a place counts at once, in every version and everywhere; showing more of it waits for a moderator."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from .. import audit, locking, publishing
from ..models import Account, Listing, Location, Privacy, RevisionState
from ..places import UnknownPlace
from ..workplaces import ADDRESS, change_location, find
from .facts import place_from

# What shows less than a choice, the nearest first. Travelling is another way of working and no way of hiding.
LESS = {Privacy.EXACT: [Privacy.AREA, Privacy.POSTAL_CODE], Privacy.AREA: [Privacy.POSTAL_CODE]}


def hidden_more(privacy: Privacy) -> list[Privacy]:
    """Every choice that shows less than this one."""
    return LESS.get(privacy, [])


def public_places(listing: Listing) -> list[Location]:
    """The places of the approved version, which the public sees or would see."""
    return list(listing.approved.locations) if listing.approved else []


def hide(session: Session, listing: Listing, who: Account, key: str, privacy: Privacy) -> bool:
    """Show less of an approved place from now on; returns whether that changed anything."""
    locking.hold(session, listing)
    found = next((one for one in public_places(listing) if one.place_key == key), None)
    if found is None or privacy not in hidden_more(found.privacy):
        return False
    wanted = Location(place_key=key, privacy=privacy, **{name: getattr(found, name) for name in ADDRESS})
    return hide_everywhere(session, listing, who, wanted)


def hide_everywhere(session: Session, listing: Listing, who: Account, wanted: Location) -> bool:
    """Bring every version in which `wanted` shows more than it should down to its privacy.

    It is the same place by its key or by its address. The public listing, and with it search, map, data for machines
    and pictures, follows in the same transaction. Returns whether anything public changed.
    """
    # Whoever travels shows the middle of the postal code; that they travel waits for a moderator.
    least = Privacy.POSTAL_CODE if wanted.privacy is Privacy.MOBILE else wanted.privacy
    changed = []
    for revision in listing.revisions:
        if revision.state is RevisionState.REPLACED:
            continue
        for place in revision.locations:
            if place is not wanted and _is_same(place, wanted) and least in hidden_more(place.privacy):
                before = place.privacy
                _bring_down(session, place, least)
                changed.append((revision.state, before))
    session.flush()
    public = [before for state, before in changed if state is RevisionState.APPROVED]
    if public:
        audit.record(
            session,
            "listing",
            listing.id,
            who,
            "place_hidden",
            target_name=listing.slug or who.email,
            before={"privacy": [before.value for before in public]},
            after={"privacy": least.value},
        )
        publishing.refresh(session, listing)
    return bool(public)


def _is_same(place: Location, wanted: Location) -> bool:
    alike = all(getattr(place, name) == getattr(wanted, name) for name in ADDRESS)
    return place.place_key == wanted.place_key or alike


def _bring_down(session: Session, place: Location, privacy: Privacy) -> None:
    """The place with less shown. Its own address counts: where it lay is where it is hidden."""
    facts = replace(place_from(place), privacy=privacy.value, mobile_radius_km=None)
    try:
        found = find(session, facts)
    except UnknownPlace:
        found = None
    change_location(place, facts, found)
