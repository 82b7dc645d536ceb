"""Backups: one file with everything, proven by reading it back; restored elsewhere; moved to another database."""

from .checking import Checked, check
from .erasures import Erased
from .manifest import Manifest
from .restoring import restore_database
from .sealing import Key, key_of, new_key
from .tasks import tasks
from .writing import Made, prune, write_backup

__all__ = [
    "Checked",
    "Erased",
    "Key",
    "Made",
    "Manifest",
    "check",
    "key_of",
    "new_key",
    "prune",
    "restore_database",
    "tasks",
    "write_backup",
]
