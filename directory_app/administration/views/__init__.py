"""Pages of administrators: accounts, the audit, jobs, lists, letters, settings, rubrics."""

from . import accounts, audit, jobs, letters, rubrics, settings, start, vocabularies
from .blueprint import blueprint

__all__ = ["accounts", "audit", "blueprint", "jobs", "letters", "rubrics", "settings", "start", "vocabularies"]
