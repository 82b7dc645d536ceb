"""Visitors report what is wrong with a listing, without an account."""

from .views import blueprint

__all__ = ["blueprint"]
