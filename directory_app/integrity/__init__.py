"""What moderators look at across all listings: flags, clusters of near-copies, accounts that came together."""

from . import undoing
from .views import blueprint

__all__ = ["blueprint", "undoing"]
