"""The pages that explain the directory."""

from .views import blueprint

__all__ = ["blueprint"]
