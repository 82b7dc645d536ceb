"""The site as its own processes: started, killed, started again, and asked whether it is well."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from sqlalchemy import select

from directory_app.db import make_engine
from directory_app.models import Job

from ..directory import FILE
from ..served import free_port

WORDS = "from directory_app.command import main; main()"
HEALTH = "/search?place=Portland%2C+OR"
HEALTHY_IN_A_ROW = 3
PROCESS = re.compile(r"process (\d+)")
START_SECONDS = 180.0


class Site:
    """One `directory-app run` with its processes, of the code here or of another folder."""

    def __init__(
        self,
        folder: Path,
        url: str,
        secret: str,
        *,
        workers: int = 2,
        before: str = "",
        code: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.port, self.workers_wanted = folder, free_port(), workers
        self.words = f"{before}; {WORDS}" if before else WORDS
        self.code = code
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DIRECTORY_")},
            "DIRECTORY_STATIC_COPY": os.environ.get("DIRECTORY_STATIC_COPY", ""),
            "DIRECTORY_DATA": str(folder),
            "DIRECTORY_DATABASE_URL": url,
            "DIRECTORY_SECRET_KEY": secret,
            "DIRECTORY_TRUSTED_PROXIES": "1",
            "DIRECTORY_SEARCHES_PER_MINUTE": "1000000",
            **(settings or {}),
        }
        self.log: IO[bytes] | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Site:
        try:
            self.start()
        except RuntimeError:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def master(self) -> int:
        """The process that starts the others."""
        assert self.process is not None
        return self.process.pid

    def start(self, well: Callable[[int, str], bool] | None = None) -> float:
        """Start and return after how many seconds it answered well. Raises RuntimeError where it does not."""
        started = time.monotonic()
        self.log = (self.folder / "site.log").open("ab")
        self.start_quietly()
        self.wait_healthy(START_SECONDS, well)
        seconds = time.monotonic() - started
        self.wait_whole(START_SECONDS)
        return seconds

    def stop(self) -> None:
        """End it as a system does, with SIGTERM."""
        if self.process is not None and self.process.poll() is None:
            children = self.workers()
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                for pid in (*children, self.process.pid):
                    self.kill(pid)
                self.process.wait(10)
        if self.log is not None:
            self.log.close()

    def start_again(self) -> None:
        """What a supervisor does when the first process is gone: try until the address is free again."""
        assert self.process is not None
        self.process.wait(30)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            self.start_quietly()
            for _ in range(20):
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
            else:
                return
            time.sleep(0.3)
        raise RuntimeError(f"the site did not start again: {self.told()}")

    def start_quietly(self) -> None:
        """Start without waiting for an answer."""
        command = [sys.executable, "-c", self.words, "run", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--workers", str(self.workers_wanted)],
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            cwd=self.code,
        )

    def workers(self) -> list[int]:
        """The processes that serve."""
        return children_of(self.master)

    def runs_jobs(self) -> int | None:
        """A process that runs a job at this moment, as the rows of the jobs tell."""
        url = self.environment["DIRECTORY_DATABASE_URL"] or f"sqlite:///{self.folder / FILE}"
        engine = make_engine(url)
        with engine.connect() as connection:
            holders = connection.scalars(select(Job.holder).where(Job.holder != "")).all()
        engine.dispose()
        held = {int(found[1]) for one in holders if (found := PROCESS.search(one))}
        return next((pid for pid in self.workers() if pid in held), None)

    @staticmethod
    def kill(pid: int) -> None:
        """End a process at once, without a word to it."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def get(self, target: str, seconds: float = 5.0) -> tuple[int, str]:
        """Status and text of an answer. Raises OSError or HTTPException where there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", target, headers={"X-Forwarded-For": "192.0.2.1"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def wait_healthy(self, seconds: float, well: Callable[[int, str], bool] | None = None) -> float:
        """Seconds until searches were answered well some times in a row. Raises RuntimeError when that is too long."""
        well = well or (lambda status, _text: status == 200)
        begun, good, since = time.monotonic(), 0, 0.0
        while time.monotonic() < begun + seconds:
            try:
                answered = well(*self.get(HEALTH, 10.0))
            except (OSError, http.client.HTTPException):
                answered = False
            if answered and not good:
                since = time.monotonic() - begun
            good = good + 1 if answered else 0
            if good == HEALTHY_IN_A_ROW:
                return since
            if not answered:
                if self.process is not None and self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"the site is not well: {self.told()}")

    def wait_whole(self, seconds: float) -> None:
        """Until as many processes serve as are wanted. Raises RuntimeError when that is too long.

        A site answers from its first process on: gunicorn starts them one after the other.
        """
        until = time.monotonic() + seconds
        while len(self.workers()) != self.workers_wanted:
            if time.monotonic() > until:
                raise RuntimeError(f"{len(self.workers())} of {self.workers_wanted} processes serve: {self.told()}")
            time.sleep(0.02)

    def told(self) -> str:
        """The end of what the site wrote."""
        return (self.folder / "site.log").read_text(errors="replace")[-3000:]


def children_of(pid: int) -> list[int]:
    """Processes that a process has started."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
