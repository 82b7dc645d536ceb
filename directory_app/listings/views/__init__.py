"""Pages of a therapist's own listing: overview, steps, sending in."""

from . import discarding, overview, photo, places, sending, steps
from .blueprint import blueprint

__all__ = ["blueprint", "discarding", "overview", "photo", "places", "sending", "steps"]
