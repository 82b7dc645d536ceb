"""Pages of messages: those of the visitor who writes, and the inbox of the therapist."""

from . import inbox, visitor
from .blueprint import blueprint

__all__ = ["blueprint", "inbox", "visitor"]
