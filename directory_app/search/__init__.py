"""The visitor's search, the map beside it, and the public profile."""

from . import map_views
from .views import blueprint

__all__ = ["blueprint", "map_views"]
