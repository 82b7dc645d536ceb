"""Break a running site many times under load, and count what was lost.

python -m benchmarks.faults --kills 50 --database postgresql
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from ..report import Row, table
from . import injuries
from .audit import audit, letters
from .journal import Journal
from .place import Place, place_of
from .site import Site
from .work import Crowd

Injure = Callable[[Site, Journal], float]
LETTERS_WAIT = 75.0
HEADER = (
    "fault",
    "times",
    "acknowledged writes",
    "lost",
    "twice",
    "errors outside the outages",
    "well again after, median · longest",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Break it, print what came of it; status 1 where something was lost."""
    asked = _parser().parse_args(arguments)
    well = True
    with place_of(asked.database) as place:
        print(
            f"{asked.database}, two web processes, {asked.visitors} visitors who write, load {os.getloadavg()[0]:.1f}\n"
        )
        rows = []
        for names, injured, times in _plan(asked, place):
            row, good = _group(place, names, injured, times, asked.visitors)
            rows += row
            well = well and good
            print(table(HEADER, row), "\n", flush=True)
        print(table(HEADER, rows))
        print(f"\n{_letters(place)}")
    if asked.database == "sqlite" and os.geteuid() == 0:
        well = _full_disk(asked.visitors) and well
    return 0 if well else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how often a process is killed")
    parser.add_argument("--restarts", type=int, default=5, help="how often PostgreSQL is stopped and started")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--visitors", type=int, default=4, help="threads that write as visitors")
    return parser


def _plan(asked: argparse.Namespace, place: Place) -> Iterator[tuple[str, list[Injure], int]]:
    by_turns = [injuries.kill_web, injuries.kill_jobs] * 4
    yield "processes killed", [*by_turns, injuries.kill_first], asked.kills
    yield "web process told to end", [injuries.end_web], max(1, asked.kills // 10)
    if place.postgres is not None:
        yield "database restarted", [injuries.restart_database(place.postgres)], asked.restarts


def _group(
    place: Place, name: str, injured: list[Injure], times: int, visitors: int
) -> tuple[list[tuple[str, ...]], bool]:
    journal = Journal()
    with Crowd(place.site.port, place.grounds, journal, visitors=visitors):
        time.sleep(4)
        seconds = injuries.in_turns(place.site, journal, injured, times)
        time.sleep(4)
    found = audit(place.app, journal, place.grounds.secret)
    outside = journal.outside()
    for what, number in Counter(f"{one.what} at {one.doing}" for one in outside).most_common(10):
        print(f"  outside an outage: {number} × {what}")
    for words in (*found.lost[:10], *found.twice[:10], *found.wrong[:10]):
        print(f"  {words}")
    every = [one for some in seconds.values() for one in some]
    row = (
        name,
        f"{len(every)} of {times}",
        str(found.acknowledged),
        str(len(found.lost)),
        str(len(found.twice)),
        str(len(outside)),
    )
    rows: list[Row] = [(*row, f"{median(every):.1f} · {max(every):.1f} s")]
    if len(seconds) > 1:
        rows += [
            (
                f"  of these {one.replace('_', ' ')}",
                str(len(some)),
                "",
                "",
                "",
                "",
                f"{median(some):.1f} · {max(some):.1f} s",
            )
            for one, some in seconds.items()
        ]
    inside = Counter(one.what for one in journal.faults) - Counter(one.what for one in outside)
    print(f"  during outages: {dict(inside)}; statuses: {dict(journal.statuses)}")
    return rows, found.well and len(every) == times


def _letters(place: Place) -> str:
    until = time.monotonic() + LETTERS_WAIT
    while (now := letters(place.app, place.post.letters)).waiting and time.monotonic() < until:
        time.sleep(1)
    return (
        f"Letters: {now.sent} left, {now.missing} of them never reached the mail server, {now.twice} reached it twice, "
        f"{now.waiting} wait."
    )


def _full_disk(visitors: int) -> bool:
    with (
        tempfile.TemporaryDirectory(prefix="full-") as folder,
        injuries.small_disk(Path(folder) / "disk", 160) as disk,
        place_of("sqlite", disk) as place,
    ):
        rows, well = _group(place, "disk full", [injuries.fill_small_disk(disk)], 3, visitors)
        print(table(HEADER, rows))
    return well


if __name__ == "__main__":
    sys.exit(main())
