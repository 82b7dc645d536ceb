"""The server: gunicorn inside our own command, threads in each worker, the job runner beside them."""

from __future__ import annotations

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from . import create_app, jobs

THREADS = 8
SECONDS_TO_FINISH = 30


class Server(BaseApplication):
    """Serves one application made afresh in each worker, so that no connection is shared between processes."""

    def __init__(self, overrides: dict[str, Any], settings: dict[str, Any]) -> None:
        self.overrides = overrides
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application of this worker, with its jobs running."""
        app = create_app(self.overrides)
        jobs.start(app)
        return app


def serve(overrides: dict[str, Any], host: str, port: int, workers: int) -> None:
    """Serve until stopped. Requests are not logged: an address can hold what somebody searched for."""
    Server(
        overrides,
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": SECONDS_TO_FINISH,
            "timeout": 60,
            "keepalive": 5,
            "limit_request_line": 8190,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "directory-app",
        },
    ).run()
