"""From day to day: totals, facts that still hold, a pause with its end, reminders, badge and sharing."""

from .daily_round import tasks
from .views import blueprint

__all__ = ["blueprint", "tasks"]
