"""The base map that ships with the directory: which pieces there are, and their shapes for pictures made here.

A piece is a TopoJSON file: arcs of differences on a grid, from which shapes are put together.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent.parent / "static" / "basemap"
Line = list[tuple[float, float]]
Box = tuple[float, float, float, float]


class Shape(NamedTuple):
    """A ring or line by its longitudes and latitudes in degrees, and the box around it: west, south, east, north.

    Numbers of four bytes are exact to a metre; all shapes together take a few megabytes. `runs` has the edges of the
    boxes around every `RUN` points in turn, so that a map of one town need not look at every point of a coast.
    """

    lons: array[float]
    lats: array[float]
    box: Box
    runs: array[float]

    def boxes(self) -> Iterator[Box]:
        """The box around each run."""
        edges = iter(self.runs)
        return zip(edges, edges, edges, edges, strict=True)


# Shapes are kept in several degrees of detail: each leaves out steps shorter than so many degrees.
STEPS = (0.0, 0.02, 0.1, 0.5, 2.0)
RUN = 32
# Shapes are found by the cells of so many degrees that their boxes touch; a wider map looks at all of them.
CELL = 4.0
MOST_CELLS = 9


@cache
def pieces() -> list[dict[str, Any]]:
    """Every piece: its `file`, the `boxes` it fills (west, south, east, north), the `zoom` from which it is shown."""
    read: list[dict[str, Any]] = json.loads((FOLDER / "index.json").read_text())
    return read


@cache
def shapes(file: str, layer: str, step: float) -> list[Shape]:
    """The rings or lines of one layer of a piece without steps shorter than `step`, one of STEPS; none without it."""
    if step:
        finer = shapes(file, layer, STEPS[STEPS.index(step) - 1])
        return [thinner for thinner in (_thinned(shape, step) for shape in finer) if len(thinner.lons) > 1]
    topology = _topology(file)
    found = topology["objects"].get(layer)
    lines = [] if found is None else [_joined(topology, ring) for ring in _rings(found)]
    return [_shape(points) for points in lines if len(points) > 1]


def shapes_within(file: str, layer: str, step: float, box: Box) -> Iterator[Shape]:
    """Those of `shapes` whose box has a point in common with `box`, in their order."""
    found = shapes(file, layer, step)
    west, south, east, north = (int(edge // CELL) for edge in box)
    cells = [(x, y) for x in range(west, east + 1) for y in range(south, north + 1)] if box[2] - box[0] < 90 else []
    if 0 < len(cells) <= MOST_CELLS:
        numbers = sorted({number for cell in cells for number in _in_cell(file, layer, step, cell)})
        found = [found[number] for number in numbers]
    return (shape for shape in found if overlaps(box, shape.box))


@lru_cache(maxsize=4096)
def _in_cell(file: str, layer: str, step: float, cell: tuple[int, int]) -> tuple[int, ...]:
    west, south = cell[0] * CELL, cell[1] * CELL
    square = (west, south, west + CELL, south + CELL)
    return tuple(n for n, shape in enumerate(shapes(file, layer, step)) if overlaps(square, shape.box))


def step_for(degrees: float) -> float:
    """The coarsest of STEPS that leaves out nothing as long as so many degrees."""
    return max(step for step in STEPS if step <= degrees)


def files_within(box: Box, zoom: float) -> list[str]:
    """The files of the pieces that a map of this box shows at this zoom."""
    return [
        piece["file"]
        for piece in pieces()
        if piece["zoom"] <= zoom and any(overlaps(box, tuple(filled)) for filled in piece["boxes"])
    ]


def overlaps(a: Box, b: Box) -> bool:
    """Whether two boxes have a point in common."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


@lru_cache(maxsize=1)
def _topology(file: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / file).read_text())
    (wide, high), (west, south) = read["transform"]["scale"], read["transform"]["translate"]
    read["points"] = [
        [(x * wide + west, y * high + south) for x, y in accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))]
        for arc in read["arcs"]
    ]
    del read["arcs"]
    return read


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """Each ring or line as the numbers of its arcs."""
    if geometry["type"] == "GeometryCollection":
        for one in geometry["geometries"]:
            yield from _rings(one)
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon
    elif geometry["type"] in {"Polygon", "MultiLineString"}:
        yield from geometry["arcs"]


def _joined(topology: dict[str, Any], ring: list[int]) -> Line:
    """Arcs one after the other; a negative number is an arc walked backwards."""
    points: Line = []
    for number in ring:
        arc = topology["points"][number] if number >= 0 else topology["points"][~number][::-1]
        points += arc[1:] if points else arc
    return points


def _shape(points: Line) -> Shape:
    return _boxed(array("f", (point[0] for point in points)), array("f", (point[1] for point in points)))


def _boxed(lons: array[float], lats: array[float]) -> Shape:
    starts = range(0, len(lons), RUN)
    boxes = (_box(lons[start : start + RUN], lats[start : start + RUN]) for start in starts)
    return Shape(lons, lats, _box(lons, lats), array("f", chain.from_iterable(boxes)))


def _box(lons: array[float], lats: array[float]) -> Box:
    return min(lons), min(lats), max(lons), max(lats)


def _thinned(shape: Shape, step: float) -> Shape:
    lons, lats = array("f", shape.lons[:1]), array("f", shape.lats[:1])
    last = len(shape.lons) - 1
    for position, (lon, lat) in enumerate(zip(shape.lons, shape.lats, strict=True)):
        # The last point stays, so that lines which met still meet.
        if abs(lon - lons[-1]) + abs(lat - lats[-1]) >= step or (position == last and len(lons) > 1):
            lons.append(lon)
            lats.append(lat)
    return _boxed(lons, lats)._replace(box=shape.box)
