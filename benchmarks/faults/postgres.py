"""A PostgreSQL server with durable commits that can be stopped at once and started again."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.services.postgres import _base, _binaries, _give_to_nobody, _run

SETTINGS = {"listen_addresses": "", "fsync": "on", "synchronous_commit": "on", "max_connections": "80"}


class Postgres:
    """Use as a context."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="directory-faults-", dir=_base()))
        self.data = self.folder / "data"
        self.url = f"postgresql://postgres@/postgres?host={self.folder}&port=5432"

    def __enter__(self) -> Postgres:
        self.programs = _binaries(self.folder)
        _give_to_nobody(self.folder)
        ways = ("--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8")
        _run(self.folder, str(self.programs / "initdb"), *ways, f"--pgdata={self.data}")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(RuntimeError):
            self.stop("fast")
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start, and return when it takes connections."""
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options = f"{settings} -c unix_socket_directories='{self.folder}'"
        self._control("-w", f"--log={self.folder / 'log'}", "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop without a word to anybody: as if the machine had been switched off, but for its memory of files."""
        self._control("-m", mode, "stop")

    def processes(self) -> int:
        """Connections of everybody."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")
            return int((row.fetchone() or (0,))[0]) - 1

    def _control(self, *ways: str) -> None:
        _run(self.folder, str(self.programs / "pg_ctl"), f"--pgdata={self.data}", *ways)
