"""The server told to stop or to start its processes anew: what it answers is answered to the end, nothing is lost."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from ..conftest import TESTING
from ..services.sqlite import copy_database
from .test_logs import free_port

# Each process says that it has begun, by a connection that ends with it; so does the slow page, which goes on when let.
SERVER = """
import os, socket, sys
from pathlib import Path
from directory_app import create_app, measured, serving

def told(port):
    return socket.create_connection(("127.0.0.1", int(port)))

held = []
os.register_at_fork(after_in_child=lambda: held.append(told(sys.argv[5])))
measured.share(Path(sys.argv[1]))
app = create_app({"DATA": sys.argv[1], "SECRET_KEY": sys.argv[3], "WEB_WORKERS": 2, "LOG_FORMAT": "json"})

@app.get("/slow")
def slow():
    with told(sys.argv[4]) as test:
        test.recv(1)
    return "to the end"

serving.serve(app, host="127.0.0.1", port=int(sys.argv[2]), workers=2, ready=lambda: None)
"""
SECONDS = 60


@pytest.fixture
def server(sqlite_app, tmp_path):
    """Two processes over a copy of a prepared database: the one that rules them, their port and what tells of them."""
    copy_database(sqlite_app, tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as slow_page, socket.create_server(("127.0.0.1", 0)) as processes:
        port = free_port()
        ports = [str(one.getsockname()[1]) for one in (slow_page, processes)]
        program = [sys.executable, "-c", SERVER, str(tmp_path), str(port), TESTING["SECRET_KEY"], *ports]
        process = subprocess.Popen(program, env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        yield process, port, slow_page, processes
        if process.poll() is None:
            process.kill()
        process.communicate()


def next_of(telling):
    """The next connection by which a page or a process says that it has begun; a busy machine takes its time."""
    telling.settimeout(3 * SECONDS)
    begun, _ = telling.accept()
    begun.settimeout(SECONDS)
    return begun


def ended(process):
    """Whether a process that has told of itself ends."""
    with process:
        return process.recv(1) == b""


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_new_processes_take_over_and_the_old_ones_end_without_losing_a_request(server):
    process, port, slow_page, processes = server
    over, failed, answered = threading.Event(), [], []

    def asks():
        while not over.is_set():
            try:
                status, _ = ask(port, "/health")
                answered.append(status)
            except (OSError, http.client.HTTPException) as error:
                failed.append(error)
            time.sleep(0.01)

    before = [next_of(processes), next_of(processes)]
    threads = [threading.Thread(target=asks) for _ in range(3)]
    for one in threads:
        one.start()
    slow = []
    waits = threading.Thread(target=lambda: slow.append(ask(port, "/slow")))
    waits.start()
    begun = next_of(slow_page)
    process.send_signal(signal.SIGHUP)
    after = [next_of(processes), next_of(processes)]
    assert slow == []
    begun.close()
    assert all(map(ended, before))
    over.set()
    for one in (*threads, waits):
        one.join(SECONDS)
    assert (failed, set(answered), slow) == ([], {200}, [(200, "to the end")])
    slow.clear()
    waits = threading.Thread(target=lambda: slow.append(ask(port, "/slow")))
    waits.start()
    begun = next_of(slow_page)
    process.terminate()
    begun.close()
    assert process.wait(SECONDS) == 0
    assert all(map(ended, after))
    waits.join(SECONDS)
    assert slow == [(200, "to the end")]
    with pytest.raises(OSError, match="refused"):
        ask(port, "/health")
