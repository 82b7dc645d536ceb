"""What day it is where somebody works, without a table of time zones."""

from __future__ import annotations

from datetime import date, datetime, timedelta

DEGREES_AN_HOUR = 15


def day_at(lon: float, moment: datetime) -> date:
    """The date at a longitude in degrees, counted by the sun: an hour for every fifteen degrees.

    It turns at most about two hours away from midnight on the clock, and always on the same day everywhere along a
    meridian, with no summer time.
    """
    return (moment + timedelta(hours=round(lon / DEGREES_AN_HOUR))).date()
