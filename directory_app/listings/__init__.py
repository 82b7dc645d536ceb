"""The therapist's own listing: its steps, checking, preview and sending in."""

from .views import blueprint

__all__ = ["blueprint"]
