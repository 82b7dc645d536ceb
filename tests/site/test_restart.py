"""The server told to stop or to start its processes anew: what it answers is answered to the end, nothing is lost."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress

import pytest

from ..conftest import TESTING
from .test_logs import free_port

# The slow page says that it has begun, and goes on when it is let.
SERVER = """
import socket, sys
from pathlib import Path
from directory_app import create_app, measured, serving

measured.share(Path(sys.argv[1]))
app = create_app({"DATA": sys.argv[1], "SECRET_KEY": sys.argv[3], "WEB_WORKERS": 2, "LOG_FORMAT": "json"})

@app.get("/slow")
def slow():
    with socket.create_connection(("127.0.0.1", int(sys.argv[4]))) as test:
        test.recv(1)
    return "to the end"

serving.serve(app, host="127.0.0.1", port=int(sys.argv[2]), workers=2, ready=lambda: None)
"""
SECONDS = 60


@pytest.fixture
def server(sqlite_app, tmp_path):
    """Two processes over a copy of a prepared database: their port and the one that rules them."""
    with (
        closing(sqlite3.connect(sqlite_app.config["DATABASE_URL"].removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(tmp_path / "directory.sqlite3")) as target,
    ):
        source.backup(target)
    port, slow = free_port(), socket.create_server(("127.0.0.1", 0))
    slow.settimeout(SECONDS)
    told = [str(tmp_path), str(port), TESTING["SECRET_KEY"], str(slow.getsockname()[1])]
    program = [sys.executable, "-c", SERVER, *told]
    process = subprocess.Popen(program, env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wait_for(port, process)
    yield port, process, slow
    slow.close()
    if process.poll() is None:
        process.kill()
    process.communicate()


def wait_for(port, process):
    """Until the address is open and both processes serve; a busy machine takes its time."""
    end = time.monotonic() + 3 * SECONDS
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            if len(worker_pids(process)) == 2:
                return
        time.sleep(0.2)
    raise AssertionError("the server did not start")


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def worker_pids(process):
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:
        return set(file.read().split())


def until(holds):
    """Wait for what the table of processes tells; nothing else tells it."""
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_new_processes_take_over_and_the_old_ones_end_without_losing_a_request(server):
    port, process, slow_page = server
    over, failed, answered = threading.Event(), [], []

    def asks():
        while not over.is_set():
            try:
                status, _ = ask(port, "/health")
                answered.append(status)
            except (OSError, http.client.HTTPException) as error:
                failed.append(error)
            time.sleep(0.01)

    before = worker_pids(process)
    threads = [threading.Thread(target=asks) for _ in range(3)]
    for one in threads:
        one.start()
    slow = []
    waits = threading.Thread(target=lambda: slow.append(ask(port, "/slow")))
    waits.start()
    begun, _ = slow_page.accept()
    process.send_signal(signal.SIGHUP)
    until(lambda: len(worker_pids(process) - before) == 2)
    assert slow == []
    begun.close()
    until(lambda: not before & worker_pids(process))
    over.set()
    for one in (*threads, waits):
        one.join(SECONDS)
    assert (failed, set(answered), slow) == ([], {200}, [(200, "to the end")])
    slow.clear()
    waits = threading.Thread(target=lambda: slow.append(ask(port, "/slow")))
    waits.start()
    begun, _ = slow_page.accept()
    process.terminate()
    begun.close()
    assert process.wait(SECONDS) == 0
    waits.join(SECONDS)
    assert slow == [(200, "to the end")]
    with pytest.raises(OSError, match="refused"):
        ask(port, "/health")
