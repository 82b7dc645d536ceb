"""The server: gunicorn inside our own command, one process of eight threads by default, and the jobs beside it."""

from __future__ import annotations

import errno
import fcntl
import gc
import itertools
import logging
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from . import heap, jobs, logs, measured, patience, warming
from .config import HERE, IN_USE

THREADS = 8
EVERY_ADDRESS = frozenset({"0.0.0.0", "::", ""})
SHARED_MEMORY = Path("/dev/shm")

LIMITS: dict[str, Any] = {
    "timeout": 60,
    # What is being answered when the server is told to stop has so long to end.
    "graceful_timeout": 30,
    "keepalive": 5,
    "limit_request_line": 8190,
    "limit_request_fields": 64,
    "limit_request_field_size": 8190,
    "backlog": 512,
    "worker_connections": 400,
}


def serve(app: Flask, *, host: str, port: int, workers: int, ready: Callable[[], object]) -> None:
    """Serve until stopped. `ready` is called once the address is open.

    The application and what it reads at start are in memory once, before the processes part: see `_Server.load`.
    """
    _take_into_use(app)
    places = _Places()
    settings: dict[str, Any] = {
        **LIMITS,
        "bind": f"{_bracketed(host)}:{port}",
        "workers": workers,
        "worker_class": patience.Worker,
        "threads": THREADS,
        "preload_app": True,
        "umask": 0o027,
        # Search words would stand in an access log.
        "accesslog": None,
        "loglevel": "warning",
        # Which proxies to believe is decided by the application alone, from DIRECTORY_TRUSTED_PROXIES.
        "forwarded_allow_ips": "",
        "control_socket_disable": True,
        "logger_class": _log_of(app.config["LOG_FORMAT"]),
        "when_ready": lambda _server: ready(),
        "pre_fork": lambda _server, worker: places.give(worker),
        "post_fork": lambda _server, worker: measured.take_place(worker.place),
        "child_exit": lambda _server, worker: places.take_back(worker),
        "on_exit": lambda _server: measured.end(),
        "post_worker_init": lambda worker: _start_jobs(worker.wsgi),
        "worker_exit": lambda _server, worker: _stop_jobs(worker.wsgi),
    }
    if SHARED_MEMORY.is_dir():
        # The heartbeat file of a process must not wait for a slow disk.
        settings["worker_tmp_dir"] = str(SHARED_MEMORY)
    logging.getLogger("gunicorn.error").addFilter(without_visitors)
    _Server(app, settings).run()


def work(app: Flask, ready: Callable[[], object]) -> None:
    """Run jobs without serving, until stopped. `ready` is called once they run.

    Raises DatabaseError for a damaged file.
    """
    _take_into_use(app)
    jobs.refuse_damaged(app)
    ending = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: ending.set())
    jobs.start_own(app)
    jobs.start(app)
    ready()
    ending.wait()
    jobs.stop(app)


def _take_into_use(app: Flask) -> None:
    """Hold the data folder for as long as this process or one that parts from it lives; wait while it is restored."""
    folder = Path(app.config["DATA"])
    folder.mkdir(parents=True, exist_ok=True)
    held = (folder / IN_USE).open("w")
    fcntl.flock(held, fcntl.LOCK_SH)
    app.extensions["in use"] = held


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the site."""
    return f"http://{'127.0.0.1' if host in EVERY_ADDRESS else _bracketed(host)}:{port}"


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there. Raises OSError for a host that is not an address of this machine."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise OSError(error.errno, error.strerror, address(host, port)) from None
    return True


def without_visitors(record: logging.LogRecord) -> bool:
    """Cut from what gunicorn logs about a failed request who asked and for what. Keeps every record."""
    message = str(record.msg)
    if message.startswith("Invalid request from"):
        # It would repeat the address of the visitor and the line that was sent, search words and all.
        record.msg, record.args = "Refused a request that is no HTTP", ()
    elif message.startswith("Error handling request"):
        record.msg, record.args = "Error handling a request", ()
    return True


class _Places:
    """Numbers under which processes count, each held by one process at a time; the next one takes it over."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def give(self, worker: Any) -> None:
        """The lowest number that is free, before the process parts from this one."""
        worker.place = next(number for number in itertools.count(1) if number not in self._taken)
        self._taken.add(worker.place)

    def take_back(self, worker: Any) -> None:
        """A process has ended."""
        measured.leave_place(worker.place)
        self._taken.discard(worker.place)


def _log_of(form: str) -> type[Logger]:
    """The log of gunicorn, in the same form as ours and without what visitors are or asked for."""

    class Log(Logger):
        def setup(self, cfg: Any) -> None:
            """Give its handlers our form."""
            super().setup(cfg)
            for handler in self.error_log.handlers:
                handler.setFormatter(logs.formatter(form))

    return Log


class _Server(BaseApplication):
    def __init__(self, app: Flask, settings: dict[str, Any]) -> None:
        self._app = app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, with the scorer ready to read and the search index in memory, as every process starts.

        What was read before a process parts from this one is in memory once for all of them, for as long as nobody
        writes there. The garbage collector would write to each object it looks at, so it is told to leave these alone.
        """
        heap.keep_little()
        warming.warm(self._app)
        gc.collect()
        heap.give_back()
        self._filling = heap.filling()
        gc.freeze()
        return self._app


def _start_jobs(app: Flask) -> None:
    """Run what each process needs, and its share of the jobs of all, unless they run elsewhere."""
    jobs.start_own(app)
    if app.config["JOBS"] == HERE:
        jobs.start(app)


def _stop_jobs(app: Flask | None) -> None:
    if app is not None:
        jobs.stop(app)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
