"""Claims: a therapist says that a listing is theirs, proves it, and a moderator decides where it is not plain."""

from . import undoing
from .views import blueprint

__all__ = ["blueprint", "undoing"]
