"""The moderator's queue, case page and decisions; confirmations under review."""

from . import held_views
from .views import blueprint

__all__ = ["blueprint", "held_views"]
