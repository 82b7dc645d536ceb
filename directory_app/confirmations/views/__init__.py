"""Pages of confirmations: those of clients and those of therapists, in one blueprint."""

from . import client, therapist
from .blueprint import blueprint

__all__ = ["blueprint", "client", "therapist"]
