"""Pages of administrators: accounts, the audit, lists, letters, settings, rubrics."""

from . import accounts, audit, letters, rubrics, settings, start, vocabularies
from .blueprint import blueprint

__all__ = ["accounts", "audit", "blueprint", "letters", "rubrics", "settings", "start", "vocabularies"]
