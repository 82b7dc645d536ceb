"""Who is refused waits a second for it, without a thread: asking again and again takes nothing from anybody else."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

STRICT = "import os; os.environ['DIRECTORY_SEARCHES_PER_MINUTE'] = '0'"
SEARCH = "/search?place=Salem%2C+OR"
REFUSED = 24


@pytest.fixture(scope="module")
def site(a_place):
    """A running site of one process, as no other may help out, where every search is one too many."""
    return a_place("sqlite", before=STRICT, workers=1, healthy=lambda status, _text: status == 429).site


def timed(site, path):
    begun = time.monotonic()
    status, _ = site.get(path)
    return status, time.monotonic() - begun


def test_a_refusal_comes_after_a_second_and_whole(site):
    begun = time.monotonic()
    status, page = site.get(SEARCH)
    assert status == 429
    assert page.rstrip().endswith("</html>")
    assert 0.8 < time.monotonic() - begun < 4


def test_many_who_are_refused_leave_every_thread_to_others(site):
    with ThreadPoolExecutor(REFUSED) as pool:
        refused = [pool.submit(timed, site, SEARCH) for _ in range(REFUSED)]
        time.sleep(0.3)
        others = [timed(site, "/before-you-book") for _ in range(4)]
        waited = [one.result() for one in refused]
    assert {status for status, _ in others} == {200}
    # Eight threads that slept through 24 refusals would be free after three seconds.
    assert max(seconds for _, seconds in others) < 1
    assert {status for status, _ in waited} == {429}
    assert all(0.8 < seconds < 5 for _, seconds in waited)


def test_a_connection_goes_on_after_a_refusal(site):
    with socket.create_connection(("127.0.0.1", site.port), 20) as client:
        client.sendall(f"GET {SEARCH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        came = client.recv(65536)
        assert came.startswith(b"HTTP/1.1 429")
        while b"</html>" not in came:
            came += client.recv(65536)
        client.sendall(b"GET /before-you-book HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert client.recv(65536).startswith(b"HTTP/1.1 200")


def test_who_went_away_while_a_refusal_waited_harms_nobody(site):
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", site.port), 20) as client:
            client.sendall(f"GET {SEARCH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    time.sleep(1.5)
    assert timed(site, "/before-you-book")[0] == 200
