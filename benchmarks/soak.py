"""Mixed load for a long time: whether memory, open files, connections, threads and the write-ahead log stay flat.

python -m benchmarks.soak --minutes 60 --database postgresql

Limits are counted in Redis, as with several processes; --counted here leaves them in the processes, where each of the
many networks of a run is remembered for as long as its limit says. --calm 20 makes pauses longer, beside other work.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from tests.services.redis import running_redis

from .faults.audit import audit
from .faults.journal import Journal
from .faults.place import Place, place_of
from .faults.site import Site
from .faults.work import Crowd
from .report import table

SAMPLE_SECONDS = 5.0
TOLD_EVERY = 36
ROWS = 10
HEADER = ("minute", "memory MB", "open files", "threads", "connections", "WAL MB", "writes")


@dataclass(frozen=True)
class Sample:
    """The site at one moment. Memory is the proportional share of its processes, so that shared pages count once."""

    minute: float
    memory: float
    files: int
    threads: int
    connections: int
    wal: float
    writes: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Load it, sample it, print; status 1 where a write was lost."""
    asked = _parser().parse_args(arguments)
    with ExitStack() as stack:
        settings = {}
        if asked.counted == "redis":
            settings["DIRECTORY_REDIS_URL"] = stack.enter_context(running_redis()).url
        place = stack.enter_context(place_of(asked.database, public=400, settings=settings))
        journal = Journal()
        print(f"{asked.database}, two web processes, load of the machine {os.getloadavg()[0]:.1f}", flush=True)
        with Crowd(place.site.port, place.grounds, journal, visitors=asked.visitors, calm=asked.calm):
            samples = _samples(place, journal, asked.minutes * 60)
        found = audit(place.app, journal, place.grounds.secret)
        faults = journal.outside()
    print(f"\n{_told(samples)}\n\n{_growth(samples)}")
    print(
        f"{sum(journal.statuses.values())} requests, {found.acknowledged} acknowledged writes, {len(found.lost)} lost, "
        f"{len(found.twice)} twice, {len(faults)} errors."
    )
    for one in (*found.lost[:5], *found.twice[:5], *found.wrong[:5], *faults[:5]):
        print(one)
    return 0 if found.well else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--counted", choices=("redis", "here"), default="redis", help="where limits are counted")
    parser.add_argument("--calm", type=float, default=1.0, help="so many times longer pauses")
    parser.add_argument("--visitors", type=int, default=3, help="threads that write as visitors")
    return parser


def _samples(place: Place, journal: Journal, seconds: float) -> list[Sample]:
    begun, found = time.monotonic(), []
    while (passed := time.monotonic() - begun) < seconds:
        time.sleep(SAMPLE_SECONDS)
        connections = place.postgres.processes() if place.postgres else 0
        found.append(sample(place.site, passed / 60, connections, journal.count))
        if len(found) % TOLD_EVERY == 0:
            print(f"{found[-1].minute:.0f} min: {found[-1].memory:.1f} MB, {journal.count} writes", flush=True)
    return found


def sample(site: Site, minute: float, connections: int, writes: int) -> Sample:
    """What the processes of a site hold now."""
    processes = [site.master, *site.workers()]
    wal = site.folder / "directory.sqlite3-wal"
    return Sample(
        minute,
        sum(memory(pid) for pid in processes),
        sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in processes),
        sum(len(os.listdir(f"/proc/{pid}/task")) for pid in processes),
        connections,
        wal.stat().st_size / 1e6 if wal.exists() else 0.0,
        writes,
    )


def memory(pid: int) -> float:
    """The proportional share of a process in MB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def _told(samples: list[Sample]) -> str:
    chosen = [samples[round(place * (len(samples) - 1) / (ROWS - 1))] for place in range(ROWS)]
    rows = [
        (
            f"{one.minute:.1f}",
            f"{one.memory:.0f}",
            str(one.files),
            str(one.threads),
            str(one.connections),
            f"{one.wal:.1f}",
            str(one.writes),
        )
        for one in chosen
    ]
    return table(HEADER, rows)


def _growth(samples: list[Sample]) -> str:
    """What the last tenth holds beside the third tenth: the first two fill caches."""
    tenth = max(1, len(samples) // 10)
    early, late = samples[2 * tenth : 3 * tenth], samples[-tenth:]

    def grown(name: str) -> str:
        before, after = (mean(getattr(one, name) for one in some) for some in (early, late))
        return f"{name} {before:.0f} → {after:.0f} ({(after / before - 1) if before else 0:+.1%})"

    names = ("memory", "files", "threads", "connections")
    return "; ".join(map(grown, names)) + f"; largest write-ahead log {max(one.wal for one in samples):.1f} MB."


if __name__ == "__main__":
    sys.exit(main())
