"""A streaming replica of the PostgreSQL server of the tests, made by the server's own programs."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from .postgres import LOCK, MARK, SETTINGS, _base, _give_to_nobody, _package, _run, installed_programs

SECONDS = 20


class Replica:
    """A hot standby of the server at an address, in a folder of its own."""

    def __init__(self, server: str, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.data = folder / "data"
        self._primary = Path(str(make_url(server).query["host"]))
        self._programs = _programs_of(self._primary)

    def make(self) -> None:
        """Copy everything the server has, and begin to follow it."""
        _give_to_nobody(self.folder)
        ways = ("--checkpoint=fast", "--no-sync", "--wal-method=stream", "--write-recovery-conf", "--no-manifest")
        where = (f"--host={self._primary}", "--port=5432", "--username=postgres", f"--pgdata={self.data}")
        _run(self.folder, str(self._programs / "pg_basebackup"), *where, *ways)
        self.start()

    def start(self) -> None:
        """Follow the server from where it stood; harmless where it does so already."""
        if (self.data / "postmaster.pid").exists() and self._is_alive():
            return
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        where = f"-c unix_socket_directories='{self.folder}'"
        ways = (f"--pgdata={self.data}", "-w", f"--log={self.folder / 'log'}", "-o", f"{settings} {where}", "start")
        _run(self.folder, str(self._programs / "pg_ctl"), *ways)

    def kill(self) -> None:
        """End it at once, with every connection to it."""
        with suppress(FileNotFoundError):
            os.kill(self._pid(), signal.SIGQUIT)
            ends = time.monotonic() + SECONDS
            while self._is_alive() and time.monotonic() < ends:
                time.sleep(0.02)

    def _pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def _is_alive(self) -> bool:
        with suppress(OSError):
            return ") Z" not in Path(f"/proc/{self._pid()}/stat").read_text()
        return False

    def url(self, database: str) -> str:
        """Address of a copy of this database, given by its address on the primary."""
        name = make_url(database).database
        return f"postgresql://postgres@/{name}?host={self.folder}&port=5432"

    def ask(self, statement: str) -> None:
        """Send it a statement, such as one that stops it from following."""
        with psycopg.connect(f"postgresql://postgres@/postgres?host={self.folder}&port=5432") as connection:
            connection.execute(statement)


@contextmanager
def running_replica(server: str) -> Iterator[Replica]:
    """A replica of the server of the tests, which has to be one of ours."""
    folder = Path(tempfile.mkdtemp(prefix=f"{MARK}r-", dir=_base()))
    replica = Replica(server, folder)
    with (folder / LOCK).open("w") as lock:
        # So that a later run removes it, should this one be killed.
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            replica.make()
            yield replica
        finally:
            replica.kill()
            shutil.rmtree(folder, ignore_errors=True)


def _programs_of(primary: Path) -> Path:
    package = _package()
    copied = primary / package.name / "pginstall" / "bin" if package else None
    if copied is not None and copied.exists():
        return copied
    return package / "pginstall" / "bin" if package else installed_programs()
