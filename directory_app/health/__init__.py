"""Health of the directory: plots of what there is, what waits and what grows old, each with the list behind it."""

from .tasks import tasks
from .views import blueprint

__all__ = ["blueprint", "tasks"]
