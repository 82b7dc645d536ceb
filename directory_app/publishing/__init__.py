"""An approved revision and its score become the public listing that search and every feed read."""

from .profile import PlaceLine, Profile, edition, profile_of, public_listing, published_profile, published_profiles
from .publish import publish, refresh, withdraw
from .quote import Quote, quote_from

__all__ = [
    "PlaceLine",
    "Profile",
    "Quote",
    "edition",
    "profile_of",
    "public_listing",
    "publish",
    "published_profile",
    "published_profiles",
    "quote_from",
    "refresh",
    "withdraw",
]
