"""Import and export of the whole directory, in the browser and by command: nothing twice, nothing guessed."""

from .tasks import tasks
from .views import blueprint

__all__ = ["blueprint", "tasks"]
