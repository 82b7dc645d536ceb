"""A still map of the results: for whoever runs no scripts, and until the moving map is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from ..maps.sketch import Sketch, frame_of, sketch, towns_bounds
from ..places import largest_within
from ..publishing.lines import Line
from .map_points import framed, map_points
from .queries import Centre

ASKED_TOWNS = 60


def picture(
    session: Session, rows: Sequence[Line], asked: Centre | None, first: int, radius_km: float
) -> Sketch | None:
    """The picture of some rows of a list, numbered from `first` as the list is; None where there is nothing to show.

    Where no place was asked for, it shows all the rows, and has neither a ring nor a centre. In a search as far as
    needed some may be beyond its edge.
    """
    points, centre = map_points(session, rows, asked, first)
    if centre is None:
        return None
    middle = (centre.lat, centre.lon)
    seen = framed(points, radius_km) if asked else points
    frame = frame_of(seen, middle)
    towns = largest_within(session, towns_bounds(frame), ASKED_TOWNS)
    made = sketch(frame, seen, middle, radius_km if asked else 0.0, towns)
    beyond = len(points) - len(seen)
    return replace(made, beyond=beyond) if asked else replace(made, centre=replace(made.centre, radius=0.0))
