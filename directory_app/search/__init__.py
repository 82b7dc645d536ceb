"""The visitor's search and the public profile."""

from .views import blueprint

__all__ = ["blueprint"]
