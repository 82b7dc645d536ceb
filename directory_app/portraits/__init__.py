"""Sends photos: those of public listings to everybody, others to their therapist and to moderators."""

from .views import blueprint

__all__ = ["blueprint"]
