"""Where searches find next to nobody, counted by the day and by region, without visitors, words or places.

It works as `totals` does: figures gather in memory, a job of every process adds them to the table. Only the first page
of a search counts, and only where fewer than three therapists are within the radius.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from .models import UnmetDemand, now
from .models.place import Place
from .places import FoundPlace
from .places.slugs import region_code
from .totals import FLUSH_SECONDS, Buffer, is_visitor

FEW = 3
# Half the side, in degrees, of the square in which the region of a point is looked for.
NEAR = 0.5
Area = tuple[str, str]
Key = tuple[str, str, date]


def init_app(app: Flask) -> None:
    """Give this process its buffer."""
    app.extensions["demand"] = Buffer[Key]()


def area_of(session: Session, place: FoundPlace) -> Area | None:
    """The country and region of a place that was looked for; of a point those of the largest town near it."""
    if place.country:
        return place.country, region_code(place.country, place.region)
    square = (
        Place.lat.between(place.lat - NEAR, place.lat + NEAR),
        Place.lon.between(place.lon - NEAR, place.lon + NEAR),
    )
    town = session.execute(
        select(Place.country, Place.region).where(*square).order_by(Place.population.desc()).limit(1)
    ).one_or_none()
    return (town.country, region_code(town.country, town.region)) if town else None


def count(area: Area | None) -> None:
    """Count one more search of today that found next to nobody there, unless who asks is no visitor."""
    if area is not None and is_visitor():
        current_app.extensions["demand"].add(Counter({(*area, now().date()): 1}))


def flush(app: Flask) -> int:
    """Store what has gathered and return how many figures; where that fails, all is kept for the next time."""
    buffer: Buffer[Key] = app.extensions["demand"]
    counts = buffer.take()
    if not counts:
        return 0
    try:
        with app.app_context(), app.extensions["sessions"]() as session:
            session.execute(_upsert(session, counts))
            session.commit()
    except Exception:
        buffer.add(counts)
        raise
    return len(counts)


def tasks(app: Flask) -> list[tuple[str, float, Callable[[], object]]]:
    """What the job runner of every process repeats."""
    return [("demand", FLUSH_SECONDS, lambda: flush(app))]


def _upsert(session: Session, counts: Counter[Key]) -> Any:
    # Sorted, so that two processes storing at once lock rows in one order.
    rows = [
        {"country": country, "region": region[:120], "day": day, "count": number}
        for (country, region, day), number in sorted(counts.items())
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(UnmetDemand).values(rows)
    return added.on_conflict_do_update(
        index_elements=[UnmetDemand.country, UnmetDemand.region, UnmetDemand.day],
        set_={"count": UnmetDemand.count + added.excluded["count"]},
    )
