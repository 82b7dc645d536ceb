"""Which rubric reads the answers: tried on everybody, published, rolled back; and the runs that do it."""

from .plot import Bin, bins
from .runs import (
    Release,
    ensure_packaged,
    find_run,
    follow,
    in_use,
    moves,
    newest_runs,
    open_run,
    publish,
    releases,
    stop,
    try_out,
)

__all__ = [
    "Bin",
    "Release",
    "bins",
    "ensure_packaged",
    "find_run",
    "follow",
    "in_use",
    "moves",
    "newest_runs",
    "open_run",
    "publish",
    "releases",
    "stop",
    "try_out",
]
