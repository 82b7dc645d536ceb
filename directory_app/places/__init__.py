"""The gazetteer: finds cities and postal codes, measures distances, and decides which point of a place is public."""

from .countries import Country, Region, countries, regions
from .find import find_place
from .found import FoundPlace, UnknownPlace
from .load import load_places
from .point import locate, public_point

__all__ = [
    "Country",
    "FoundPlace",
    "Region",
    "UnknownPlace",
    "countries",
    "find_place",
    "load_places",
    "locate",
    "public_point",
    "regions",
]
