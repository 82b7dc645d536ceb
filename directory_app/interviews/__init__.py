"""Interviews that moderators hold: written down question by question, weighed before they are saved, withdrawn."""

from . import undoing
from .views import blueprint

__all__ = ["blueprint", "undoing"]
