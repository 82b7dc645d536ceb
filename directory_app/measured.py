"""What is counted for whoever watches the site, by the conventions of Prometheus.

Labels are names that the code gives: of pages, jobs, states. Nothing that somebody typed, no place, no address and no
listing is ever one. Processes that serve together count into files of one folder; each has a place of its own there,
which the next process takes over, so that no count is lost when one ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

FOLDER = "metrics"
LOCK = "in-use"
ANSWERS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SCORING = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)


@dataclass
class _Shared:
    """Where the processes of one server count together; `place` is the one of this process, 0 before they part."""

    folder: Path | None = None
    place: int = 0
    lock: IO[str] | None = None


_shared = _Shared()


class Measures:
    """Everything that is counted while it happens."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        where: dict[str, Any] = {"registry": self.registry}
        self.requests = Counter(
            "directory_http_requests_total",
            "Requests answered, by the name of the page and the class of the status.",
            ["endpoint", "status"],
            **where,
        )
        self.request_seconds = Histogram(
            "directory_http_request_duration_seconds",
            "Time until a request was answered, by the name of the page.",
            ["endpoint"],
            buckets=ANSWERS,
            **where,
        )
        self.scoring_seconds = Histogram(
            "directory_scoring_duration_seconds", "Time to score the answers of one version.", buckets=SCORING, **where
        )
        self.job_runs = Counter("directory_job_runs_total", "Runs of a job, by outcome.", ["job", "outcome"], **where)
        self.job_seconds = Counter("directory_job_seconds_total", "Time spent in a job.", ["job"], **where)
        self.job_success = Gauge(
            "directory_job_last_success_timestamp_seconds",
            "When a job last ended without an error.",
            ["job"],
            multiprocess_mode="max",
            **where,
        )
        self.connections = Gauge(
            "directory_database_connections_in_use",
            "Connections to the database that requests and jobs hold.",
            multiprocess_mode="livesum",
            **where,
        )
        self.connections_limit = Gauge(
            "directory_database_connections_limit",
            "Connections to the database that all processes together may open.",
            multiprocess_mode="livesum",
            **where,
        )
        self.index_version = Gauge(
            "directory_search_index_version",
            "The number of the clock of public listings up to which the oldest index of all processes knows them.",
            multiprocess_mode="livemin",
            **where,
        )
        self.index_points = Gauge(
            "directory_search_index_points",
            "Public points in the smallest index of all processes.",
            multiprocess_mode="livemin",
            **where,
        )
        self.index_checked = Gauge(
            "directory_search_index_checked_timestamp_seconds",
            "When the process that looked longest ago compared its index with the database.",
            multiprocess_mode="livemin",
            **where,
        )


@cache
def measures() -> Measures:
    """What this process counts with."""
    return Measures()


def share(data: Path) -> Path:
    """Let this process and those that part from it count together, in a folder of their own that is returned."""
    base = data / FOLDER
    base.mkdir(parents=True, exist_ok=True)
    for folder in base.iterdir():
        if not is_running(folder):
            shutil.rmtree(folder, ignore_errors=True)
    _shared.folder = Path(tempfile.mkdtemp(dir=base))
    # Ends with the last process that holds it, so that others can tell what is left over.
    _shared.lock = (_shared.folder / LOCK).open("w")
    fcntl.flock(_shared.lock, fcntl.LOCK_EX)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_shared.folder)
    values.ValueClass = values.MultiProcessValue(lambda: _shared.place)  # type: ignore[no-untyped-call]
    measures.cache_clear()
    return _shared.folder


def take_place(place: int) -> None:
    """Count at this place from now on: a process has parted from the one that started it."""
    _shared.place = place
    # The one that started it serves nothing: its figures of the moment are none.
    leave_place(0)


def leave_place(place: int) -> None:
    """Whoever counted at this place has ended: what it held at the moment is gone, what it counted stays."""
    if _shared.folder is not None:
        mark_process_dead(place, str(_shared.folder))  # type: ignore[no-untyped-call]


def end() -> None:
    """Remove the folder: the server ends."""
    if _shared.folder is not None:
        shutil.rmtree(_shared.folder, ignore_errors=True)


def registry() -> CollectorRegistry:
    """What all processes counted, to be written out."""
    return registry_of(_shared.folder) if _shared.folder is not None else measures().registry


def registry_of(folder: Path) -> CollectorRegistry:
    """What the processes that count in this folder counted."""
    made = CollectorRegistry()
    MultiProcessCollector(made, str(folder))  # type: ignore[no-untyped-call]
    return made


def running(data: Path) -> list[Path]:
    """Folders of the servers that run over this data folder now."""
    base = data / FOLDER
    return [one for one in sorted(base.iterdir()) if is_running(one)] if base.is_dir() else []


def is_running(folder: Path) -> bool:
    """Whether a process holds this folder."""
    with suppress(OSError), (folder / LOCK).open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def job_ended(job: str, seconds: float, *, well: bool, at: float) -> None:
    """Count one run of a job."""
    one = measures()
    one.job_runs.labels(job, "done" if well else "failed").inc()
    one.job_seconds.labels(job).inc(max(seconds, 0.0))
    if well:
        one.job_success.labels(job).set(at)
