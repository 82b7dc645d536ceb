"""What is done to a running site. Each returns the seconds until it was well again."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .journal import Journal
from .postgres import Postgres
from .site import Site

WELL_WITHIN = 400.0
BETWEEN = (0.4, 1.6)
ENDING_SECONDS = 20.0


def kill_web(site: Site, journal: Journal) -> float:
    """kill -9 to a process that serves and runs no job at this moment."""
    busy = site.runs_jobs()
    others = [pid for pid in site.workers() if pid != busy]
    return _killed(site, journal, random.choice(others or site.workers()))


def kill_jobs(site: Site, journal: Journal) -> float:
    """kill -9 to a process that runs a job at this moment, if there is one; it serves, too."""
    return _killed(site, journal, site.runs_jobs() or random.choice(site.workers()))


def kill_first(site: Site, journal: Journal) -> float:
    """kill -9 to the process that starts the others. A supervisor starts the site again."""
    begun = time.monotonic()
    site.kill(site.master)
    site.start_again()
    return _well(site, journal, begun)


def end_web(site: Site, journal: Journal) -> float:
    """SIGTERM to a process that serves, as in a rolling restart. No request may fail, so that it is no outage."""
    begun, pid = time.monotonic(), random.choice(site.workers())
    os.kill(pid, signal.SIGTERM)
    while pid in site.workers() and time.monotonic() < begun + ENDING_SECONDS:
        time.sleep(0.05)
    return site.wait_healthy(WELL_WITHIN)


def restart_database(postgres: Postgres, away: float = 2.0) -> Callable[[Site, Journal], float]:
    """Stop the database at once, and start it again a little later. The site is left alone."""

    def injure(site: Site, journal: Journal) -> float:
        begun = time.monotonic()
        postgres.stop()
        time.sleep(away)
        postgres.start()
        back = time.monotonic()
        _well(site, journal, begun)
        return time.monotonic() - back

    return injure


def fill_disk(away: float = 3.0) -> Callable[[Site, Journal], float]:
    """No file of the site may grow, as on a full disk: writing fails, reading does not. Then there is room again."""

    def injure(site: Site, journal: Journal) -> float:
        begun = time.monotonic()
        with no_room(site):
            time.sleep(away)
        back = time.monotonic()
        _well(site, journal, begun)
        return time.monotonic() - back

    return injure


@contextmanager
def no_room(site: Site) -> Iterator[None]:
    """Every write of a file fails with EFBIG. New processes of the site inherit it."""
    processes = [site.master, *site.workers()]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processes}
    for pid, (_, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own in memory, which can be filled. Needs root."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill_small_disk(folder: Path, away: float = 3.0) -> Callable[[Site, Journal], float]:
    """Write a file until nothing fits any more, and take it away again."""

    def injure(site: Site, journal: Journal) -> float:
        begun, filler = time.monotonic(), folder / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        time.sleep(away)
        filler.unlink()
        back = time.monotonic()
        _well(site, journal, begun)
        return time.monotonic() - back

    return injure


def in_turns(
    site: Site, journal: Journal, injuries: list[Callable[[Site, Journal], float]], times: int
) -> dict[str, list[float]]:
    """Do these things by turns, `times` in all, with short pauses; the seconds of each by its name.

    Ends early where the site is not well again: what was written until then can still be looked for.
    """
    seconds: dict[str, list[float]] = {}
    for number in range(times):
        injure = injuries[number % len(injuries)]
        time.sleep(random.uniform(*BETWEEN))
        try:
            seconds.setdefault(injure.__name__, []).append(injure(site, journal))
        except RuntimeError as error:
            journal.fault(str(error)[:200], injure.__name__)
            break
    return seconds


def _killed(site: Site, journal: Journal, pid: int) -> float:
    begun = time.monotonic()
    site.kill(pid)
    while pid in site.workers():
        time.sleep(0.02)
    site.wait_whole(WELL_WITHIN)
    return _well(site, journal, begun)


def _well(site: Site, journal: Journal, begun: float) -> float:
    site.wait_healthy(WELL_WITHIN)
    journal.outage(begun, time.monotonic())
    return time.monotonic() - begun
