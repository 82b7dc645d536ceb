"""The gazetteer: finds cities and postal codes, measures distances, and decides which point of a place is public."""

from .countries import Country, Region, countries, regions, unit_of
from .find import find_place, known_place
from .found import FoundPlace, UnknownPlace
from .known_areas import KnownArea
from .load import load_places
from .point import TOWN, kind_on_map, locate, public_point, reach_km, region_spelt, worth_saying_km
from .postal import code_in, codes_known
from .towns import Bounds, Town, currency_around, largest_within, nearest_town, unit_around

__all__ = [
    "TOWN",
    "Bounds",
    "Country",
    "FoundPlace",
    "KnownArea",
    "Region",
    "Town",
    "UnknownPlace",
    "code_in",
    "codes_known",
    "countries",
    "currency_around",
    "find_place",
    "kind_on_map",
    "known_place",
    "largest_within",
    "load_places",
    "locate",
    "nearest_town",
    "public_point",
    "reach_km",
    "region_spelt",
    "regions",
    "unit_around",
    "unit_of",
    "worth_saying_km",
]
