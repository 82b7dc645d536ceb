"""An approved revision and its score become the public listing that search and every feed read."""

from .profile import PlaceLine, Profile, profile_of, public_listing, published_profile
from .publish import publish, refresh, withdraw

__all__ = [
    "PlaceLine",
    "Profile",
    "profile_of",
    "public_listing",
    "publish",
    "published_profile",
    "refresh",
    "withdraw",
]
