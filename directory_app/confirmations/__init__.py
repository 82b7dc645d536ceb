"""Confirmations: a therapist makes codes, a client reports with one of them what happened in a session."""

from .views import blueprint

__all__ = ["blueprint"]
