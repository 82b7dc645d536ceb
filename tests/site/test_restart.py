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

SERVER = """
import sys, time
from pathlib import Path
from directory_app import create_app, measured, serving

measured.share(Path(sys.argv[1]))
app = create_app({"DATA": sys.argv[1], "SECRET_KEY": sys.argv[3], "WEB_WORKERS": 2, "LOG_FORMAT": "json"})

@app.get("/slow")
def slow():
    Path(sys.argv[1], "begun").touch()
    time.sleep(1.5)
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
    port = free_port()
    program = [sys.executable, "-c", SERVER, str(tmp_path), str(port), TESTING["SECRET_KEY"]]
    process = subprocess.Popen(program, env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wait_for(port, process)
    yield port, process
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


def begins(folder):
    """Wait until the slow answer is being made; the next call waits for the next one."""
    end = time.monotonic() + SECONDS
    while not (folder / "begun").exists():
        assert time.monotonic() < end, "the slow page was not asked for"
        time.sleep(0.02)
    (folder / "begun").unlink()


def test_new_processes_take_over_and_the_old_ones_end_without_losing_a_request(server, tmp_path):
    port, process = server
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
    begins(tmp_path)
    process.send_signal(signal.SIGHUP)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and (before & worker_pids(process) or len(worker_pids(process)) < 2):
        time.sleep(0.05)
    over.set()
    for one in (*threads, waits):
        one.join(SECONDS)
    assert not before & worker_pids(process)
    assert (failed, set(answered), slow) == ([], {200}, [(200, "to the end")])
    slow.clear()
    waits = threading.Thread(target=lambda: slow.append(ask(port, "/slow")))
    waits.start()
    begins(tmp_path)
    process.terminate()
    assert process.wait(SECONDS) == 0
    waits.join(SECONDS)
    assert slow == [(200, "to the end")]
    with pytest.raises(OSError, match="refused"):
        ask(port, "/health")
