"""The moderator's queue, case page and decisions; answers to appeals and objections; confirmations under review."""

from . import appeal_views, held_views
from .views import blueprint

__all__ = ["appeal_views", "blueprint", "held_views"]
