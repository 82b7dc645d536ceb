"""How the directory is found from outside: pages of places, the site map, rules for robots, pictures for sharing.

And the addresses that every site has for those who found a fault, and for managers of passwords.
"""

from . import well_known_views
from .views import blueprint

__all__ = ["blueprint", "well_known_views"]
