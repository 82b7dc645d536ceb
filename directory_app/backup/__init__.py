"""Backups: one file with everything, proven by reading it back; restored elsewhere; moved to another database.

A server needs the list of deletions alone; commands import the modules, with the libraries behind them.
"""

from .tasks import tasks

__all__ = ["tasks"]
