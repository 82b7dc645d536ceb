"""Accounts beyond what Flask-Security serves: where people land, the account page, sign-ins, the development outbox."""

from .views import blueprint

__all__ = ["blueprint"]
