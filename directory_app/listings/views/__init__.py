"""Pages of a therapist's own listing: overview, steps, sending in."""

from . import discarding, overview, sending, steps
from .blueprint import blueprint

__all__ = ["blueprint", "discarding", "overview", "sending", "steps"]
