"""Visitors write to a therapist without an account; the therapist reads it by mail and in an inbox."""

from .views import blueprint

__all__ = ["blueprint"]
