"""Import and export of the whole directory, in the browser and by command: nothing twice, nothing guessed."""

from .tasks import tasks, tasks_of_process
from .views import blueprint

__all__ = ["blueprint", "tasks", "tasks_of_process"]
