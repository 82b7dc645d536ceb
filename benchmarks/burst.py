"""What a burst of the dearest search does to profiles, how fast it drains, and the memory of two web processes.

python -m benchmarks.burst --listings 100000
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import combinations, cycle
from pathlib import Path
from statistics import median
from urllib.parse import quote

from . import report
from .directory import FILE, SECRET, demonstration, grown
from .people import us_cities
from .served import free_port, wait_for
from .wsgi import ENCODINGS, address

CONNECTIONS = 16
PROFILES_A_SECOND = 10
# As far as needed, words that many listings hold, filters: everything that makes a search dear. No two are alike, or
# the page of the first would be shown again.
DEAREST = {"place": "New York, NY", "radius": "any", "how": "oil", "with": "accepting"}
WORDS = (
    "myofascial",
    "hips",
    "posture",
    "glutes",
    "pelvis",
    "slow",
    "back",
    "thighs",
    "pain",
    "pressure",
    "clients",
    "hour",
)
PAGES = 20
COMMAND = ("-c", "from directory_app.command import main; main()", "run", "--workers", "2")


@dataclass
class Waited:
    """Seconds that answers took, and the statuses other than 200."""

    seconds: list[float] = field(default_factory=list)
    refused: dict[int, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seconds: float, status: int) -> None:
        """Count one answer."""
        with self.lock:
            if status == 200:
                self.seconds.append(seconds)
            else:
                self.refused[status] = self.refused.get(status, 0) + 1

    def at(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[int(share * (len(ordered) - 1))] * 1e3 if ordered else float("nan")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, measure, print."""
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="benchmark") as temporary:
        folder = (asked.folder or Path(temporary)).resolve()
        demonstration(folder / "demonstration", lambda words: print(words, file=sys.stderr))
        grown(folder / "demonstration", folder / str(asked.listings), asked.listings, us_cities())
        print(f"{asked.listings:,} listings, two web processes, {CONNECTIONS} connections, {asked.seconds:.0f} s\n")
        for limited in (False, True):
            print(f"{'With' if limited else 'Without'} the limit of searches a minute:\n")
            print(_measured(folder / str(asked.listings), asked.seconds, limited) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.burst", description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000, help="size of the directory")
    parser.add_argument("--seconds", type=float, default=20.0, help="length of the burst")
    parser.add_argument("--folder", type=Path, help="keep the database here and use the one that is there")
    return parser


def _measured(folder: Path, seconds: float, limited: bool) -> str:
    slugs = slugs_of(folder / FILE)
    dearest = _dearest()
    with _server(folder, limited) as (process, port):
        for _ in range(20):
            _get(port, next(dearest))
            _get(port, f"/therapists/{quote(slugs[0])}")
        single = median(_get(port, next(dearest))[0] for _ in range(5))
        before, during, after, searches = Waited(), Waited(), Waited(), Waited()
        _profiles(port, slugs, before, seconds / 2)
        burst = [
            threading.Thread(target=_searching, args=(port, dearest, searches, seconds)) for _ in range(CONNECTIONS)
        ]
        for one in burst:
            one.start()
        _profiles(port, slugs, during, seconds)
        stopped = time.perf_counter()
        for one in burst:
            one.join()
        drained = time.perf_counter() - stopped
        _profiles(port, slugs, after, seconds / 2)
        memory = _memory(process)
    rows = [
        (name, str(len(one.seconds)), f"{one.at(0.5):.0f}", f"{one.at(0.95):.0f}", _refusals(one))
        for name, one in (
            ("profiles before", before),
            ("profiles during the burst", during),
            ("profiles after", after),
            ("dearest search in the burst", searches),
        )
    ]
    table = report.table(("", "answers", "median ms", "p95 ms", "refused"), rows)
    return (
        f"{table}\n\nOne dearest search alone: {single * 1e3:.0f} ms. p95 of profiles during the burst: "
        f"{during.at(0.95) / before.at(0.95):.1f} times that before. The last search was answered {drained:.1f} s "
        f"after the burst. Memory of all processes: {memory:.0f} MB."
    )


def _refusals(waited: Waited) -> str:
    return ", ".join(f"{count} x {status}" for status, count in sorted(waited.refused.items())) or "0"


@contextmanager
def _server(folder: Path, limited: bool) -> Iterator[tuple[int, int]]:
    port = free_port()
    environment = {**os.environ, "DIRECTORY_DATA": str(folder), "DIRECTORY_SECRET_KEY": SECRET}
    if not limited:
        environment["DIRECTORY_SEARCHES_PER_MINUTE"] = "1000000"
    command = [sys.executable, *COMMAND, "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield process.pid, port
        finally:
            process.terminate()
            process.wait(30)


def _get(port: int, target: str) -> tuple[float, int]:
    started = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        connection.request("GET", target, headers={"Accept-Encoding": ENCODINGS})
        answer = connection.getresponse()
        answer.read()
        return time.perf_counter() - started, answer.status


def _dearest() -> Iterator[str]:
    asked = [(*words, page) for words in combinations(WORDS, 2) for page in range(1, PAGES + 1)]
    random.Random(1).shuffle(asked)
    # Threads share it: `next` on what `cycle` makes is one step.
    return cycle([address("/search", **DEAREST, words=f"{a} {b}", page=str(page)) for a, b, page in asked])


def _searching(port: int, targets: Iterator[str], waited: Waited, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        waited.add(*_get(port, next(targets)))


def _profiles(port: int, slugs: list[str], waited: Waited, seconds: float) -> None:
    """Ask for profiles at a steady rate, whether earlier ones have been answered or not."""
    first = time.perf_counter()
    asked: list[threading.Thread] = []
    ask: Callable[[str], None] = lambda slug: waited.add(*_get(port, f"/therapists/{quote(slug)}"))  # noqa: E731
    for number in range(int(seconds * PROFILES_A_SECOND)):
        time.sleep(max(0.0, first + number / PROFILES_A_SECOND - time.perf_counter()))
        asked.append(threading.Thread(target=ask, args=(random.choice(slugs),)))
        asked[-1].start()
    for one in asked:
        one.join()


def slugs_of(file: Path) -> list[str]:
    """Some two thousand listings that have a profile."""
    with closing(sqlite3.connect(file)) as database:
        return [row[0] for row in database.execute("SELECT slug FROM public_listing ORDER BY slug LIMIT 2000")]


def _memory(root: int) -> float:
    """Proportional share of memory of a process and its children in MB: what they share counts once."""
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    total = 0
    for pid in (str(root), *children):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


if __name__ == "__main__":
    sys.exit(main())
