"""Licences as moderators check them: what is due, one licence with its history, a check recorded or taken back."""

from . import undoing
from .views import blueprint

__all__ = ["blueprint", "undoing"]
