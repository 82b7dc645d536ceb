"""Hidden fields: a moderator hides a part of a public listing at once, its therapist is told, and it is shown again."""

from . import undoing
from .views import blueprint

__all__ = ["blueprint", "undoing"]
