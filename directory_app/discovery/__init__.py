"""How the directory is found from outside: pages of places, the site map, rules for robots, pictures for sharing."""

from .views import blueprint

__all__ = ["blueprint"]
