"""Who is refused waits for it without a thread: asking again and again takes nothing from anybody else."""

from __future__ import annotations

import select
import socket
from contextlib import ExitStack

import pytest

# Every search is one too many, and refusals wait long enough for a busy machine to answer others meanwhile.
STRICT = (
    "import os; os.environ['DIRECTORY_SEARCHES_PER_MINUTE'] = '0'; "
    "from directory_app import unhurried; unhurried.SECONDS = 2.0"
)
ASK = b"GET /search?place=Salem%2C+OR HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
# Three for each thread of the process.
REFUSED = 24


@pytest.fixture(scope="module")
def site(a_place):
    """A running site of one process, as no other may help out."""
    return a_place("sqlite", before=STRICT, workers=1, healthy=lambda status, _text: status == 429).site


def asking(site, stack, number=1):
    """Clients that have asked for a search, and have read nothing yet."""
    clients = [stack.enter_context(socket.create_connection(("127.0.0.1", site.port), 30)) for _ in range(number)]
    for client in clients:
        client.sendall(ASK)
    return clients


def page(client):
    """The next whole page that comes."""
    came = client.recv(65536)
    while came and not came.rstrip().endswith(b"</html>"):
        came += client.recv(65536)
    return came


def test_who_asks_after_many_that_are_refused_is_answered_before_any_of_them(site):
    with ExitStack() as stack:
        clients = asking(site, stack, REFUSED)
        assert [site.get("/before-you-book")[0] for _ in range(4)] == [200] * 4
        assert select.select(clients, [], [], 0)[0] == [], "a refusal came at once, or others waited for its thread"
        assert all(page(client).startswith(b"HTTP/1.1 429") for client in clients)


def test_a_connection_goes_on_after_a_refusal(site):
    with ExitStack() as stack:
        [client] = asking(site, stack)
        assert page(client).startswith(b"HTTP/1.1 429")
        client.sendall(b"GET /before-you-book HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert client.recv(65536).startswith(b"HTTP/1.1 200")


def test_who_went_away_while_a_refusal_waited_harms_nobody(site):
    with ExitStack() as stack:
        for gone in asking(site, stack, 5):
            gone.close()
        [client] = asking(site, stack)
        # It comes after those of the ones that went away.
        assert page(client).startswith(b"HTTP/1.1 429")
    assert site.get("/before-you-book")[0] == 200
