"""Accounts beyond what Flask-Security serves: where people land, and the development outbox."""

from .views import blueprint

__all__ = ["blueprint"]
