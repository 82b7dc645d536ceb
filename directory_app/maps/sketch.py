"""Still maps as one SVG picture each, from the base map that ships with the directory: no script, no other host."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..places import Bounds, Town
from ..places.distance import Point
from . import basemap
from .clipping import AROUND, HIGH, LOW, SIZE, paths

MARGIN = 44.0
KM_PER_DEGREE = 111.195
SMALLEST_KM = 8.0
SMALLEST_STEP = 2.0
SMALLEST_ISLAND = 4.0
COUNTIES_BELOW_KM = 150.0
CLOSE = 26.0
MOST_TOWNS = 14
LETTER = 6.4
WHOLE = (0.0, 0.0, SIZE, SIZE)
LONGEST_NAME = 20
LARGEST_RING_KM = 4000.0


class Spot(Protocol):
    """A point in degrees as a map shows it: exactly (`reach_km` 0) or somewhere inside a circle."""

    @property
    def number(self) -> int:
        """What its sign says."""

    @property
    def kind(self) -> str:
        """How much of the place is shown."""

    @property
    def lat(self) -> float:
        """Latitude."""

    @property
    def lon(self) -> float:
        """Longitude."""

    @property
    def reach_km(self) -> float:
        """Radius of the circle."""

    @property
    def km(self) -> float:
        """Distance from the centre."""


@dataclass(frozen=True)
class Sign:
    """One result, or several close together: the first number, how many more, the middle, and whether an address."""

    number: int
    more: int
    x: float
    y: float
    exact: bool


@dataclass(frozen=True)
class Disc:
    """A circle of the picture."""

    x: float
    y: float
    radius: float
    kind: str = ""


@dataclass(frozen=True)
class Name:
    """A town by its dot; its name stands behind that, or `before` it where there is no room behind."""

    text: str
    x: float
    y: float
    before: bool = False


@dataclass(frozen=True)
class Frame:
    """Which part of the earth the picture shows. Near a place the earth is drawn flat, true to scale at its middle."""

    lat: float
    lon: float
    km: float

    @property
    def scale(self) -> float:
        """Units of the picture in a kilometre."""
        return (SIZE / 2 - MARGIN) / self.km

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point in degrees lies in the picture."""
        east = (lon - self.lon + 180) % 360 - 180
        return self._across(east), SIZE / 2 - (lat - self.lat) * KM_PER_DEGREE * self.scale

    def line(self, shape: basemap.Shape, turn: float) -> list[tuple[float, float]]:
        """A shape in the picture, its longitudes turned by so many degrees, without steps too small to see.

        Of a run of points that lies wholly beyond one edge of what is drawn only both ends are kept: cutting leaves
        nothing of it either way.
        """
        high = KM_PER_DEGREE * self.scale
        wide = high * math.cos(math.radians(self.lat))
        left, top = SIZE / 2 - (self.lon - turn) * wide, SIZE / 2 + self.lat * high
        line: list[tuple[float, float]] = []
        last_x = last_y = math.inf
        for number, (west, south, east, north) in enumerate(shape.boxes()):
            lons = shape.lons[number * basemap.RUN : (number + 1) * basemap.RUN]
            lats = shape.lats[number * basemap.RUN : (number + 1) * basemap.RUN]
            if (
                left + east * wide < LOW
                or left + west * wide > HIGH
                or top - south * high < LOW
                or top - north * high > HIGH
            ):
                lons, lats = lons[:: max(1, len(lons) - 1)], lats[:: max(1, len(lats) - 1)]
            for lon, lat in zip(lons, lats, strict=True):
                x, y = left + lon * wide, top - lat * high
                if abs(x - last_x) + abs(y - last_y) >= SMALLEST_STEP:
                    line.append((x, y))
                    last_x, last_y = x, y
        return line

    def bounds(self, beyond: float = 0.0) -> Bounds:
        """The edges of the picture in degrees, or of more than it; west and east may lie beyond 180."""
        high = (SIZE / 2 + beyond) / self.scale / KM_PER_DEGREE
        wide = high / max(0.02, math.cos(math.radians(self.lat)))
        return Bounds(max(-90.0, self.lat - high), self.lon - wide, min(90.0, self.lat + high), self.lon + wide)

    def _across(self, east: float) -> float:
        return SIZE / 2 + east * KM_PER_DEGREE * math.cos(math.radians(self.lat)) * self.scale


@dataclass(frozen=True)
class Sketch:
    """Everything the picture shows; `land`, `water` and `lines` are paths. Of the results, `beyond` are not on it."""

    land: str
    great_lakes: str
    own_land: str
    water: str
    counties: str
    lines: str
    ring: Disc | None
    areas: Sequence[Disc]
    names: Sequence[Name]
    signs: Sequence[Sign]
    centre: Disc
    beyond: int = 0


def frame_of(points: Sequence[Spot], centre: Point) -> Frame:
    """A part of the earth around the centre that holds every point."""
    far = max((point.km + point.reach_km for point in points), default=0.0)
    return Frame(*centre, min(max(far, SMALLEST_KM), 20_000.0))


def sketch(frame: Frame, points: Sequence[Spot], centre: Point, radius_km: float, towns: Sequence[Town]) -> Sketch:
    """The picture of some points, with the names of the largest of `towns` that have room.

    `radius_km` is that of a ring around the centre; 0 draws none.
    """
    draw = _drawer(frame)
    signs = _signs(frame, points)
    middle = frame.place(*centre)
    return Sketch(
        land=draw(("land",), closed=True, ours=False),
        great_lakes=draw(("lakes_under",), closed=True),
        own_land=draw(("land",), closed=True, ours=True),
        water=draw(("lakes_over",), closed=True),
        counties=draw(("counties",)),
        lines=draw(("states", "borders")),
        ring=Disc(*middle, _units(frame, radius_km)) if 0 < radius_km < LARGEST_RING_KM else None,
        areas=_areas(frame, points),
        names=_names(frame, towns, signs),
        signs=signs,
        centre=Disc(*middle, 4.0),
    )


def names_on(
    frame: Frame, points: Sequence[Spot], towns: Sequence[Town], window: basemap.Box, letter: float
) -> list[Name]:
    """The names of the largest of `towns` that have room in a part of a picture of some points.

    `window` is that part as left, top, right and bottom, `letter` the width of a letter, in units of the picture.
    """
    return _names(frame, towns, _signs(frame, points), window, letter)


def towns_bounds(frame: Frame) -> Bounds:
    """The edges of the part whose towns are named, as a map across the 180th meridian writes them."""
    south, west, north, east = frame.bounds()
    if east - west >= 360:
        return Bounds(south, -180.0, north, 180.0)
    return Bounds(south, (west + 180) % 360 - 180, north, (east + 180) % 360 - 180)


def _drawer(frame: Frame) -> Callable[..., str]:
    south, west, north, east = frame.bounds(AROUND)
    turns = [turn for turn in (-360.0, 0.0, 360.0) if west <= 180 + turn and east >= -180 + turn]
    step = basemap.step_for(SMALLEST_STEP / frame.scale / KM_PER_DEGREE)
    zoom = 8 if frame.km < COUNTIES_BELOW_KM else 0
    boxes = {turn: (west - turn, south, east - turn, north) for turn in turns}

    def draw(layers: tuple[str, ...], *, closed: bool = False, ours: bool | None = None) -> str:
        parts = []
        for turn, box in boxes.items():
            for file in basemap.files_within(box, zoom):
                if ours is not None and ours != (file == "united-states.json"):
                    continue
                for shape in (one for layer in layers for one in basemap.shapes_within(file, layer, step, box)):
                    if not closed or _is_seen(frame, shape.box):
                        parts += paths(frame.line(shape, turn), closed)
        return "".join(parts)

    return draw


def _is_seen(frame: Frame, box: basemap.Box) -> bool:
    high = KM_PER_DEGREE * frame.scale
    return (box[3] - box[1]) * high > SMALLEST_ISLAND or (box[2] - box[0]) * high > SMALLEST_ISLAND


def _units(frame: Frame, km: float) -> float:
    return round(km * frame.scale, 1)


def _areas(frame: Frame, points: Sequence[Spot]) -> list[Disc]:
    seen: dict[Disc, None] = {}
    for point in points:
        if point.reach_km:
            x, y = frame.place(point.lat, point.lon)
            seen.setdefault(Disc(round(x, 1), round(y, 1), _units(frame, point.reach_km), point.kind))
    return sorted(seen, key=lambda disc: -disc.radius)


def _signs(frame: Frame, points: Sequence[Spot]) -> list[Sign]:
    """One sign for each result; those close to an earlier one are counted there."""
    signs: list[Sign] = []
    for point in points:
        x, y = frame.place(point.lat, point.lon)
        near = next((n for n, one in enumerate(signs) if math.hypot(one.x - x, one.y - y) < CLOSE), None)
        if near is None:
            signs.append(Sign(point.number, 0, round(x, 1), round(y, 1), point.reach_km == 0))
        else:
            first = signs[near]
            signs[near] = Sign(first.number, first.more + 1, first.x, first.y, first.exact)
    return signs


def _names(
    frame: Frame, towns: Sequence[Town], signs: Sequence[Sign], window: basemap.Box = WHOLE, letter: float = LETTER
) -> list[Name]:
    taken = [(sign.x - 20, sign.y - 14, sign.x + 20, sign.y + 14) for sign in signs]
    names: list[Name] = []
    for town in towns:
        if len(town.name) > LONGEST_NAME:
            continue
        x, y = frame.place(town.lat, town.lon)
        wide = 8 + len(town.name) * letter
        for before, box in ((False, (x - 3, y - 8, x + wide, y + 8)), (True, (x - wide, y - 8, x + 3, y + 8))):
            if _is_inside(box, window) and not any(basemap.overlaps(box, other) for other in taken):
                taken.append(box)
                names.append(Name(town.name, round(x, 1), round(y, 1), before))
                break
        if len(names) == MOST_TOWNS:
            break
    return names


def _is_inside(box: basemap.Box, window: basemap.Box) -> bool:
    return box[0] > window[0] and box[1] > window[1] and box[2] < window[2] and box[3] < window[3]
