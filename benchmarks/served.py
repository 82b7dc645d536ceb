"""The same pages from a running server: CPU of all its processes for each request, from the system's own accounts."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from . import report
from .directory import SECRET
from .wsgi import ENCODINGS, UnexpectedAnswer

TICK = os.sysconf("SC_CLK_TCK")
CLIENTS = 2
# The address opens once the index of search has been read.
START_SECONDS = 120
WARM_SECONDS = 2.0
PRODUCT = ("-c", "from directory_app.command import main; main()", "run", "--workers", "1")
# The product's server with another application behind it.
FLOOR = ("-m", "gunicorn", "--threads", "8", "--log-level", "warning", "benchmarks.floors:hello_app()")


def serve_and_measure(folder: Path, targets: dict[str, list[str]], seconds: float) -> str:
    """Serve the directory in `folder` with one worker, ask for each group of pages for some seconds, and tabulate.

    The first row is the floor: a word from an application of its own under the same server.
    """
    with _server(folder, FLOOR) as (process, port):
        rows = [_measured(process, port, "hello", ["/hello"], seconds)]
    with _server(folder, PRODUCT) as (process, port):
        rows += [_measured(process, port, name, group, seconds) for name, group in targets.items()]
    floor = float(rows[0][1])
    rows = [(*row, f"{float(row[1]) / floor:.1f}") for row in rows]
    header = ("served", "CPU ms", "wall ms", "requests/s", "kB sent", "machine busy", "× hello")
    return report.table(header, rows)


def _measured(process: int, port: int, name: str, targets: list[str], seconds: float) -> tuple[str, ...]:
    _ask(port, targets, WARM_SECONDS)
    before, then = cpu_of(process), machine()
    count, size, waited = _ask(port, targets, seconds)
    used, (busy, total) = cpu_of(process) - before, since(then)
    return (
        name,
        f"{used / count * 1e3:.2f}",
        f"{waited / count * 1e3:.2f}",
        f"{count / seconds:.0f}",
        f"{size / count / 1024:.1f}",
        f"{busy / total:.0%}",
    )


@contextmanager
def _server(folder: Path, arguments: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    port = free_port()
    listening = ("--bind", f"127.0.0.1:{port}") if arguments is FLOOR else ("--port", str(port))
    environment = {**os.environ, "DIRECTORY_DATA": str(folder), "DIRECTORY_SECRET_KEY": SECRET}
    environment["DIRECTORY_SEARCHES_PER_MINUTE"] = "1000000"
    command = [sys.executable, *arguments, *listening]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield process.pid, port
        finally:
            process.terminate()
            process.wait(15)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers. Raises RuntimeError when it does not start."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _ask(port: int, targets: list[str], seconds: float) -> tuple[int, int, float]:
    """Ask for the targets in turn with a few clients; number of answers, bytes of their bodies, seconds waited."""
    until = time.monotonic() + seconds
    told: list[tuple[int, int, float]] = []
    faults: list[str] = []

    def client(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        count, size, waited = 0, 0, 0.0
        while time.monotonic() < until and not faults:
            target = targets[(first + count * CLIENTS) % len(targets)]
            started = time.perf_counter()
            connection.request("GET", quote(target, safe="/?&=%+"), headers={"Accept-Encoding": ENCODINGS})
            answer = connection.getresponse()
            size += len(answer.read())
            waited += time.perf_counter() - started
            count += 1
            if answer.status != 200:
                faults.append(f"{urlsplit(target).path}: {answer.status}")
        connection.close()
        told.append((count, size, waited))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise UnexpectedAnswer(faults[0])
    return max(1, sum(t[0] for t in told)), sum(t[1] for t in told), sum(t[2] for t in told)


def cpu_of(root: int) -> float:
    """Seconds of CPU that a process and everything it started have used."""
    parents, ticks = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)], ticks[int(entry.name)] = int(fields[1]), int(fields[11]) + int(fields[12])
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(ticks.get(pid, 0) for pid in family) / TICK


def machine() -> tuple[float, float]:
    """Seconds of CPU that the machine has used, and has had."""
    figures = [int(one) for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(figures) - figures[3] - figures[4]) / TICK, sum(figures) / TICK


def since(then: tuple[float, float]) -> tuple[float, float]:
    """The same since then."""
    busy, total = machine()
    return busy - then[0], max(1e-9, total - then[1])
