"""The moderator's queue, case page and decisions."""

from .views import blueprint

__all__ = ["blueprint"]
