"""Pages of a therapist's own listing: overview, steps, sending in."""

from . import overview, sending, steps
from .blueprint import blueprint

__all__ = ["blueprint", "overview", "sending", "steps"]
