"""A still map of the results: for whoever runs no scripts, and until the moving map is there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from ..maps.sketch import Sketch, frame_of, sketch, towns_bounds
from ..places import largest_within
from ..publishing.lines import Line
from .map_points import map_points
from .queries import Centre

ASKED_TOWNS = 60


def picture(session: Session, rows: Sequence[Line], centre: Centre, first: int, radius_km: float) -> Sketch:
    """The picture of some rows of a list, numbered from `first` as the list is."""
    points = map_points(session, rows, centre, first)
    middle = (centre.lat, centre.lon)
    frame = frame_of(points, middle)
    towns = largest_within(session, towns_bounds(frame), ASKED_TOWNS)
    return sketch(frame, points, middle, radius_km, towns)
