"""What is a therapist's own: everything in one file, read back by this product, and everything deleted."""

from .tidying import tasks, tasks_of_process
from .views import blueprint

__all__ = ["blueprint", "tasks", "tasks_of_process"]
