"""A place typed as degrees, as a browser's own location is sent: rounded, so that no address can be told from it."""

from __future__ import annotations

import re

from .found import FoundPlace

# A hundredth of a degree is about a kilometre.
DECIMALS = 2
_DEGREES = re.compile(r"\s*([+-]?\d{1,2}(?:\.\d{1,15})?)\s*[,;]\s*([+-]?\d{1,3}(?:\.\d{1,15})?)\s*", re.ASCII)


def typed_point(text: str) -> FoundPlace | None:
    """The point of "45.52, -122.68" (latitude, longitude), rounded to hundredths; None for anything else."""
    match = _DEGREES.fullmatch(text)
    if match is None:
        return None
    lat, lon = round(float(match[1]), DECIMALS), round(float(match[2]), DECIMALS)
    if abs(lat) > 90 or abs(lon) > 180:
        return None
    return FoundPlace(f"{lat:g}, {lon:g}", lat, lon, "", "", "point", "")
