"""The gazetteer: finds cities and postal codes, measures distances, and decides which point of a place is public."""

from .countries import Country, Region, countries, regions
from .find import find_place
from .found import FoundPlace, UnknownPlace
from .load import load_places
from .point import locate, public_point, reach_km
from .towns import Bounds, Town, largest_within

__all__ = [
    "Bounds",
    "Country",
    "FoundPlace",
    "Region",
    "Town",
    "UnknownPlace",
    "countries",
    "find_place",
    "largest_within",
    "load_places",
    "locate",
    "public_point",
    "reach_km",
    "regions",
]
