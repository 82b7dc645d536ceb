"""Jobs: small tasks that repeat, each run by one process of all at a time, on however many machines.

Which process that is stands in the database: whoever runs a task holds it for half a minute and renews that until it is
done. A process that is killed renews nothing, and another one runs the task. So a task runs at least once, and each
task makes its effect and the note of it in one transaction, so that running it again finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import DatabaseError

from ..damage import is_damaged
from .board import LastRun, Queues, ask, last_runs, queues
from .runner import Runner, SharedRunner, Task

__all__ = [
    "LastRun",
    "Queues",
    "Task",
    "ask",
    "init_app",
    "last_runs",
    "queues",
    "refuse_damaged",
    "start",
    "start_own",
    "stop",
    "tasks_of",
]


def init_app(app: Any, tasks: Sequence[tuple[Any, ...]], in_every_process: Sequence[tuple[Any, ...]] = ()) -> None:
    """Make the runners of this application; servers start them, tests and commands do not.

    Of all processes one runs each of `tasks`; those `in_every_process` look after what a process holds in its own
    memory and in files of its machine.
    """
    app.extensions["jobs"] = SharedRunner(app, [Task(*one) for one in tasks])
    app.extensions["jobs.of_process"] = Runner([Task(*one) for one in in_every_process])


def tasks_of(app: Any) -> list[Task]:
    """The tasks that all processes share."""
    runner: SharedRunner = app.extensions["jobs"]
    return list(runner.tasks)


def refuse_damaged(app: Any) -> None:
    """Raise DatabaseError for a damaged file, which no waiting mends. One that is away or not yet prepared may come."""
    try:
        with app.extensions["reading_sessions"]() as session:
            last_runs(session)
    except DatabaseError as error:
        if is_damaged(error):
            raise


def start(app: Any) -> None:
    """Start the runner that shares its tasks with those of other processes."""
    app.extensions["jobs"].start()


def start_own(app: Any) -> None:
    """Start the runner of what every process does for itself."""
    app.extensions["jobs.of_process"].start()


def stop(app: Any) -> None:
    """End both, and let what every process looks after run a last time, so that nothing in memory is lost."""
    app.extensions["jobs"].stop()
    app.extensions["jobs.of_process"].finish()
