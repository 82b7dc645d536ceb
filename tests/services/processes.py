"""Two real server processes over one database, and a way to send one browser to either of them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from werkzeug.test import Client

from ..conftest import TESTING

SECONDS = 40
# What both need is read once, before they part; then each makes its own application and serves at its own port.
SERVE = """
import json, os, sys
from directory_app import create_app, scorekeeping, serving
settings, ports = json.loads(sys.argv[1]), json.loads(sys.argv[2])
scorekeeping.warm()
others = [port for port in ports[1:] if os.fork() == 0]
port = others[0] if others else ports[0]
serving.serve(create_app(settings), host="127.0.0.1", port=port, workers=1, ready=lambda: print(port, flush=True))
"""
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


class Site:
    """A site of several processes as a browser of the tests sees it: `at` says which of them answers."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.at = 0

    def test_client(self) -> Client:
        """A client with cookies that follows redirects."""
        return Client(self)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Hand a request to the process whose turn it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[self.at], timeout=SECONDS)
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        headers = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
        headers |= {"Content-Type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {}
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        connection.request(environ["REQUEST_METHOD"], quote(environ["PATH_INFO"]) + query, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP]
        start_response(f"{answer.status} {answer.reason}", kept)
        return [content]


@contextmanager
def two_processes(**settings: Any) -> Iterator[Site]:
    """Two processes that serve with these settings until the block ends."""
    ports = [_free_port(), _free_port()]
    # They look after rules and limits as they do in earnest.
    given = {**TESTING, "RULES_SECONDS": 0.5, "RATELIMIT_ENABLED": True, **settings}
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, json.dumps(given), json.dumps(ports)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            _wait_for(process, ports)
            yield Site(ports)
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def _wait_for(process: subprocess.Popen[str], ports: list[int]) -> None:
    ends = time.monotonic() + SECONDS
    waiting = set(ports)
    while waiting:
        if process.poll() is not None or time.monotonic() > ends:
            raise RuntimeError(f"the processes do not start: {process.communicate()[1][-800:]}")
        for port in [*waiting]:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    waiting.remove(port)
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
