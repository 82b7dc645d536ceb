"""An approved revision and its score become the public listing that search and every feed read."""

from .bands import BANDS, ShownScore, band_of, shown_score
from .profile import PlaceLine, Profile, edition, profile_of, public_listing, published_profile, published_profiles
from .publish import publish, refresh, withdraw
from .quote import Quote, opening, quote_from

__all__ = [
    "BANDS",
    "PlaceLine",
    "Profile",
    "Quote",
    "ShownScore",
    "band_of",
    "edition",
    "opening",
    "profile_of",
    "public_listing",
    "publish",
    "published_profile",
    "published_profiles",
    "quote_from",
    "refresh",
    "shown_score",
    "withdraw",
]
