"""One place of work on a map, exactly as visitors may know it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol

from sqlalchemy.orm import Session

from ..models import Privacy
from ..places import TOWN, code_in, kind_on_map, largest_within, reach_km
from .sketch import Frame, Sketch, names_on, sketch, towns_bounds

ASKED_TOWNS = 40
SMALLEST_KM = 10.0
# The circle of a place fills about half of its map.
AROUND = 1.9
# A pin on nothing tells nobody where it is: until so many towns can be named, more of the land around is shown.
FEWEST_NAMES = 2
WIDER = (1, 2, 4)
# The part of the square that is shown, as left, top, right and bottom.
WINDOW = (20.0, 90.0, 380.0, 310.0)
LETTER = 7.0
MOST_KEPT = 2000


@dataclass(frozen=True)
class PlaceSketch:
    """A map of a place, of a kind of `kind_on_map`; `reach_km` is the radius of what it shows, 0 for an address."""

    sketch: Sketch
    kind: str
    reach_km: float


@dataclass(frozen=True)
class _Spot:
    number: int
    kind: str
    lat: float
    lon: float
    reach_km: float
    km: float = 0.0


class Shown(Protocol):
    """A place as far as visitors may know it."""

    @property
    def privacy(self) -> str:
        """How much is shown."""

    @property
    def lat(self) -> float | None:
        """Latitude of the public point."""

    @property
    def lon(self) -> float | None:
        """Longitude of the public point."""

    @property
    def mobile_radius_km(self) -> float | None:
        """How far the therapist travels."""

    @property
    def country(self) -> str:
        """Code of the country."""

    @property
    def postal_code(self) -> str:
        """The postal code of an address that is shown, else empty."""


# By what is drawn: a public point and how far it may be off. Nothing private comes near it.
_drawn: OrderedDict[tuple[str, float, float, float], PlaceSketch] = OrderedDict()
_lock = Lock()


def place_sketch(
    session: Session, kind: str, lat: float | None, lon: float | None, mobile_radius_km: float | None
) -> PlaceSketch | None:
    """The map around a public point in degrees; None while there is no point. `kind` is that of `kind_on_map`."""
    if lat is None or lon is None:
        return None
    reach = round(reach_km(kind, (lat, lon), mobile_radius_km), 2)
    key = (kind, lat, lon, reach)
    with _lock:
        known = _drawn.get(key)
        if known is not None:
            _drawn.move_to_end(key)
            return known
    made = _draw(session, kind, lat, lon, reach)
    with _lock:
        _drawn[key] = made
        while len(_drawn) > MOST_KEPT:
            _drawn.popitem(last=False)
    return made


def place_sketches(session: Session, places: Sequence[Shown]) -> list[PlaceSketch | None]:
    """The maps of the places of a profile, in their order."""
    return [place_sketch(session, _kind(session, one), one.lat, one.lon, one.mobile_radius_km) for one in places]


def _kind(session: Session, place: Shown) -> str:
    """An address whose code we do not have stands in the middle of its town, which is no place for a pin."""
    if place.privacy == Privacy.EXACT and code_in(session, place.country, place.postal_code) is None:
        return TOWN
    return kind_on_map(place.privacy, place.country)


def _draw(session: Session, kind: str, lat: float, lon: float, reach: float) -> PlaceSketch:
    spot = _Spot(1, kind, lat, lon, reach)
    for times in WIDER:
        frame = Frame(lat, lon, max(SMALLEST_KM, reach * AROUND) * times)
        towns = largest_within(session, towns_bounds(frame), ASKED_TOWNS)
        names = names_on(frame, [spot], towns, WINDOW, LETTER)
        if len(names) >= FEWEST_NAMES:
            break
    return PlaceSketch(replace(sketch(frame, [spot], (lat, lon), 0.0, ()), names=names), kind, reach)
