"""Rules that administrators change: every change kept with what was before, by whom, when and why; a clock for all."""

from . import letters
from .changes import change, changes_of, find_change, newest_changes, version
from .settings import DEFINITIONS, GROUPS, Definition, overrides, save_settings, unfinished_policies

__all__ = [
    "DEFINITIONS",
    "GROUPS",
    "Definition",
    "change",
    "changes_of",
    "find_change",
    "letters",
    "newest_changes",
    "overrides",
    "save_settings",
    "unfinished_policies",
    "version",
]
