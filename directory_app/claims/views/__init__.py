"""Pages of claims: those of therapists and those of moderators, in one blueprint."""

from . import moderator, therapist
from .blueprint import blueprint

__all__ = ["blueprint", "moderator", "therapist"]
