"""The emblem of the directory as points, for pictures that are drawn here."""

from __future__ import annotations

import re
from collections.abc import Iterable

Point = tuple[float, float]

LEAVES = (
    ("M19 35C8 32 3 22 6 8c8 2 13 10 13 27z", "#123a2c"),
    ("M21 35c11-3 16-13 13-27-8 2-13 10-13 27z", "#c8683b"),
)


def outline(path: str, left: float, top: float, scale: float, finer: int) -> list[Point]:
    """The points of a path, moved and made larger; `finer` counts the pixels of the drawing for one of the picture."""
    return [((left + x * scale) * finer, (top + y * scale) * finer) for x, y in _points(path)]


def _points(path: str) -> list[Point]:
    """Points along a path of an SVG that knows M, C, c and z: the emblem's."""
    points: list[Point] = []
    for command, numbers in re.findall(r"([MCc])([^MCcz]*)", path):
        values = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", numbers)]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        if command == "M":
            points.extend(pairs)
            continue
        for step in range(0, len(pairs), 3):
            here = points[-1]
            move = here if command == "c" else (0.0, 0.0)
            points.extend(_curve(here, [(x + move[0], y + move[1]) for x, y in pairs[step : step + 3]]))
    return points


def _curve(start: Point, control: Iterable[Point], steps: int = 80) -> list[Point]:
    """A cubic Bézier curve as points, without its start."""
    (x0, y0), ((x1, y1), (x2, y2), (x3, y3)) = start, tuple(control)
    made = []
    for step in range(1, steps + 1):
        t = step / steps
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        made.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return made
