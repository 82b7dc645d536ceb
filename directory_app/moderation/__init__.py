"""The moderator's queue, case page and decisions; answers to appeals and objections."""

from . import appeal_views
from .views import blueprint

__all__ = ["appeal_views", "blueprint"]
