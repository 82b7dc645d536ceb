"""The work list, the case page and decisions with their way back; answers to appeals; held confirmations."""

from . import appeal_views, held_views, list_views, standing_views, undoing
from .views import blueprint

__all__ = ["appeal_views", "blueprint", "held_views", "list_views", "standing_views", "undoing"]
