"""Pages of administrators: imports and exports of the whole directory."""

from . import exports, imports
from .blueprint import blueprint

__all__ = ["blueprint", "exports", "imports"]
