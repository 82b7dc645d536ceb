"""Mixed traffic on two web processes over a large directory, beside an empty application under the same server.

python -m benchmarks.load --listings 100000 --database postgresql

Searches, profiles and writes that are read back come at random moments. Afterwards as many as it can take, then twice
that, and the rate of before again.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from directory_app import create_app
from tests.browser import PASSWORD

from . import postgresql
from .arrivals import HEADER, Arrivals, Measured, Step, percentile, recovered_after
from .burst import slugs_of
from .directory import FILE, SECRET, demonstration, grown, settings
from .faults.grounds import Grounds, prepare
from .faults.journal import Journal
from .faults.postgres import Postgres
from .faults.site import Site
from .faults.visitor import Visitor
from .faults.work import OPEN_SECONDS, mark_of
from .people import drawn_by_population, us_cities
from .report import table
from .served import cpu_of, free_port, machine, since, wait_for
from .soak import sample
from .wsgi import address

SEARCHING, READING = 0.55, 0.30
FILTERS: tuple[dict[str, str], ...] = ({}, {}, {"how": "oil"}, {"with": "accepting"}, {"words": "myofascial"})
WARM_SECONDS = 8.0
THREADS = 64
# Longer than the site lets anybody wait.
WAITING_SECONDS = 8.0
RECOVERY_SECONDS = 20.0
PAGES = ("search", "profile")
HELLO = (
    "-m",
    "gunicorn",
    "--threads",
    "8",
    "--workers",
    "2",
    "--log-level",
    "warning",
    "benchmarks.floors:hello_app()",
)


@dataclass
class Traffic:
    """What people ask for, drawn at random."""

    port: int
    grounds: Grounds
    searches: list[str]
    slugs: list[str]

    def __post_init__(self) -> None:
        self.chance = random.Random(5)
        self.journal = Journal()
        self.everybody = Visitor(self.port, self.journal)
        self.free: list[tuple[Visitor, threading.Lock]] = []

    def sign_in(self) -> None:
        """Sign all therapists in, before anything is measured."""
        for email in self.grounds.therapists:
            visitor = Visitor(self.port, self.journal)
            visitor.sign_in(email, PASSWORD)
            self.free.append((visitor, threading.Lock()))

    def draw(self) -> Step:
        """One more person."""
        chance = self.chance.random()
        if chance < SEARCHING:
            return self.asking("search", self.chance.choice(self.searches))
        if chance < SEARCHING + READING:
            return self.asking("profile", f"/therapists/{quote(self.chance.choice(self.slugs))}")
        return self._message() if self.chance.random() < 0.5 else self._draft()

    def asking(self, kind: str, target: str) -> Step:
        """Open a page."""
        return lambda _arrivals: (kind, self.everybody.get(target).status)

    def _message(self) -> Step:
        target = f"/therapists/{quote(self.chance.choice(self.slugs))}/message"

        def open_form(arrivals: Arrivals) -> tuple[str, int]:
            visitor, mark = Visitor(self.port, self.journal), mark_of("message")
            page = visitor.get(target)
            if page.status == 200:
                fields = {name: page.hidden(name) for name in ("csrf_token", "opened_token")}
                fields |= {
                    "name": "Vera",
                    "email": f"{mark}@example.org",
                    "text": mark,
                    "signs_read": "y",
                    "step": "send",
                }
                send: Step = lambda _arrivals: ("message", visitor.post(target, **fields).status)  # noqa: E731
                arrivals.later(OPEN_SECONDS, send)
            return "form page", page.status

        return open_form

    def _draft(self) -> Step:
        """Open, save, and read back what was saved; one therapist does one thing at a time."""
        visitor, lock = self.chance.choice(self.free)
        target = "/my-listing/questions/Q2"

        def open_form(arrivals: Arrivals) -> tuple[str, int]:
            if not lock.acquire(blocking=False):
                return "form page", visitor.get(target).status
            page, mark = visitor.get(target), mark_of("draft")
            if page.status != 200:
                lock.release()
                return "form page", page.status
            fields = {name: page.hidden(name) for name in ("csrf_token", "version")}

            def save(arrivals: Arrivals) -> tuple[str, int]:
                try:
                    status = visitor.post(target, **fields, choice="yes", text=f"Slow and steady. {mark}").status
                except Exception:
                    lock.release()
                    raise
                if status == 303:
                    arrivals.later(0.0, read_back)
                else:
                    lock.release()
                return "save", status

            def read_back(_arrivals: Arrivals) -> tuple[str, int]:
                try:
                    answer = visitor.get(target)
                finally:
                    lock.release()
                # An acknowledged write that is not there is a failure of the server.
                return "read back", answer.status if mark in answer.text or answer.status != 200 else 599

            arrivals.later(0.2, save)
            return "form page", page.status

        return open_form


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, serve, measure, print."""
    asked = _parser().parse_args(arguments)
    folder = asked.folder.resolve()
    demonstration(folder / "demonstration", lambda words: print(words, file=sys.stderr))
    kept = folder / str(asked.listings)
    grown(folder / "demonstration", kept, asked.listings, us_cities()).extensions["engine"].dispose()
    print(f"{asked.listings:,} listings, {asked.database}, two web processes, {asked.rate:.0f} arrivals a second\n")
    hello = _hello(asked.rate, asked.seconds / 3)
    print(f"An empty view under gunicorn, same rate: {hello:.2f} ms of CPU a request.\n")
    with _served(kept, asked.database) as (traffic, site, others):
        steady = _steady(traffic, site, others, asked, hello)
        if not asked.steady_only:
            _overload(traffic, steady, asked.rate)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__.splitlines()[0])
    parser.add_argument("--listings", type=int, default=100_000, help="size of the directory")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rate", type=float, default=20.0, help="arrivals a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long at that rate")
    parser.add_argument("--steady-only", action="store_true", help="leave out overload")
    kept = Path(tempfile.gettempdir()) / "directory-benchmarks"
    parser.add_argument("--folder", type=Path, default=kept, help="where directories are kept between runs")
    return parser


@contextmanager
def _served(kept: Path, database: str) -> Iterator[tuple[Traffic, Site, list[int]]]:
    """The site over a copy of the directory, its traffic, and processes beside it whose CPU counts too."""
    with ExitStack() as stack:
        others: list[int] = []
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        if database == "postgresql":
            server = stack.enter_context(Postgres())
            others.append(int((server.data / "postmaster.pid").read_text().split()[0]))
            app = postgresql.moved(folder / FILE, server.url)
        else:
            app = create_app(settings(folder))
        grounds = prepare(app, drafts=16, public=0, judged=0, confirmed=0)
        url = app.config["DATABASE_URL"]
        app.extensions["engine"].dispose()
        cities = drawn_by_population(us_cities(), 400)
        kinds = itertools.cycle(FILTERS)
        searches = [address("/search", place=city.label, **next(kinds)) for city in cities]
        site = stack.enter_context(Site(folder, url, SECRET))
        traffic = Traffic(site.port, grounds, searches, slugs_of(folder / FILE))
        traffic.sign_in()
        yield traffic, site, others


def _steady(traffic: Traffic, site: Site, others: list[int], asked: argparse.Namespace, hello: float) -> Measured:
    Arrivals(THREADS).run(asked.rate, WARM_SECONDS, traffic.draw, seed=2)
    roots = [site.master, *others]
    before, busy = sum(map(cpu_of, roots)), machine()
    measured = Arrivals(THREADS).run(asked.rate, asked.seconds, traffic.draw)
    used, (worked, total) = sum(map(cpu_of, roots)) - before, since(busy)
    each = used / max(1, measured.requests) * 1e3
    held = sample(site, 0, 0, 0)
    print(table(HEADER, measured.rows()))
    print(
        f"\nCPU of all processes: {each:.1f} ms a request, {each / hello:.0f} × an empty view. Memory (shared pages "
        f"once): {held.memory:.0f} MB. The machine was {worked / total:.0%} busy, load {os.getloadavg()[0]:.1f}.\n",
        flush=True,
    )
    return measured


def _overload(traffic: Traffic, steady: Measured, rate: float) -> None:
    capacity = _capacity(traffic)
    print(f"As fast as {THREADS} clients ask: {capacity:.0f} good answers a second.\n", flush=True)
    begun = time.monotonic()
    # As many as can be under way: who waits for a thread of this program would seem to wait for the site.
    over = Arrivals(round(2 * capacity * WAITING_SECONDS)).run(2 * capacity, 15.0, traffic.draw, seed=3)
    drained = time.monotonic() - begun - 15.0
    print(f"Twice that, {2 * capacity:.0f} arrivals a second for 15 s:\n\n{table(HEADER, over.rows())}\n")
    refusals = [f"{percentile(over.refusals, share):.0f}" for share in (0.5, 0.95)]
    print(
        f"Refusals took {' · '.join(refusals)} ms (median · p95). The last answer came {drained:.1f} s after the end.\n"
    )
    after = Arrivals(THREADS).run(rate, RECOVERY_SECONDS, traffic.draw, seed=4)
    bound = 2 * steady.at(0.95, PAGES)
    print(f"The rate of before again:\n\n{table(HEADER, after.rows())}\n")
    back = recovered_after(after, PAGES, bound)
    print(f"p95 of searches and profiles stayed below twice that of before from {back:.0f} s on.")


def _capacity(traffic: Traffic, seconds: float = 15.0) -> float:
    """Good answers a second where each client asks again as soon as it was answered."""
    until, good = time.monotonic() + seconds, itertools.count()

    def client() -> None:
        while time.monotonic() < until:
            kind, target = "search", traffic.chance.choice(traffic.searches)
            if traffic.chance.random() > SEARCHING:
                kind, target = "profile", f"/therapists/{quote(traffic.chance.choice(traffic.slugs))}"
            try:
                status = traffic.asking(kind, target)(Arrivals(0))[1]
            except Exception:
                continue
            if status == 200:
                next(good)

    clients = [threading.Thread(target=client) for _ in range(THREADS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return next(good) / seconds


def _hello(rate: float, seconds: float) -> float:
    """CPU of a request to an empty application, in milliseconds."""
    port = free_port()
    command = [sys.executable, *HELLO, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            visitor = Visitor(port, Journal())
            draw: Callable[[], Step] = lambda: lambda _arrivals: ("hello", visitor.get("/hello").status)  # noqa: E731
            Arrivals(THREADS).run(rate, 2, draw)
            before = cpu_of(process.pid)
            measured = Arrivals(THREADS).run(rate, seconds, draw)
            return (cpu_of(process.pid) - before) / max(1, measured.requests) * 1e3
        finally:
            process.terminate()
            process.wait(60)


if __name__ == "__main__":
    sys.exit(main())
