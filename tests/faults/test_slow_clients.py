"""Clients that send or read as slowly as they can keep nobody else waiting."""

from __future__ import annotations

import socket
import statistics
import time
from contextlib import ExitStack

import pytest

from ..page_checks import check_page

SLOW = 80
HEAD_SECONDS = 2
QUICK = f"from directory_app import patience; patience.HEAD_SECONDS = {HEAD_SECONDS}; patience.PARTING_SECONDS = 0.5"
CROWDED = "from directory_app import patience; patience.QUEUEING_SECONDS = -1"
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "


@pytest.fixture(scope="module")
def site(a_place):
    """A running site of one process, as no other may help out, which waits two seconds for a request."""
    return a_place("sqlite", before=QUICK, workers=1).site


def connected(site, stack, number, *, window=None):
    found = []
    for _ in range(number):
        client = stack.enter_context(socket.socket())
        if window:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        client.settimeout(20)
        client.connect(("127.0.0.1", site.port))
        found.append(client)
    return found


def usual(site, times=8):
    """Seconds a page takes somebody else."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        assert site.get("/before-you-book")[0] == 200
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def read_all(client):
    parts = []
    while part := client.recv(65536):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    "sent",
    [
        b"G",
        HEAD,
        POST + b"400000\r\n\r\nwords=a",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
    ids=["a letter", "half a head", "a body that does not come", "a chunk that does not come"],
)
def test_many_slow_clients_leave_the_site_as_fast_as_before(site, sent):
    before = usual(site)
    with ExitStack() as stack:
        for client in connected(site, stack, SLOW):
            client.sendall(sent)
        assert usual(site) < 3 * before + 0.1


def test_who_sends_half_a_head_is_cut_with_a_reason(site):
    with ExitStack() as stack:
        [client] = connected(site, stack, 1)
        client.sendall(HEAD)
        begun = time.monotonic()
        assert read_all(client).startswith(b"HTTP/1.1 408")
        assert HEAD_SECONDS - 0.5 < time.monotonic() - begun < HEAD_SECONDS + 3


def test_a_slow_form_that_comes_to_its_end_is_answered(site):
    body = b"place=Salem%2C+OR"
    whole = POST.replace(b"/search", b"/") + b"%d\r\nConnection: close\r\n\r\n%s" % (len(body), body)
    with ExitStack() as stack:
        [client] = connected(site, stack, 1)
        for start in range(0, len(whole), 20):
            client.sendall(whole[start : start + 20])
            time.sleep(0.1)
        assert read_all(client).startswith(b"HTTP/1.1 405")


def test_two_requests_sent_at_once_are_both_answered_in_their_order(site):
    second = b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with ExitStack() as stack:
        [client] = connected(site, stack, 1)
        client.sendall(HEAD + b"\r\n" + second)
        answers = read_all(client)
        assert answers.startswith(b"HTTP/1.1 200")
        assert b"HTTP/1.1 404" in answers


def test_an_endless_head_is_refused(site):
    with ExitStack() as stack:
        [client] = connected(site, stack, 1)
        client.sendall(HEAD + b"".join(b"X-%d: %s\r\n" % (number, b"x" * 4000) for number in range(20)))
        assert read_all(client).startswith(b"HTTP/1.1 431")


def test_who_reads_nothing_keeps_no_thread(site):
    before = usual(site)
    with ExitStack() as stack:
        for client in connected(site, stack, SLOW // 2, window=1024):
            client.sendall(b"GET /before-you-book HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert usual(site) < 3 * before + 0.1


def test_who_never_closes_keeps_nobody_waiting(site):
    before = usual(site)
    with ExitStack() as stack:
        for client in connected(site, stack, 20):
            client.sendall(b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert usual(site, 4) < 3 * before + 0.5


def test_who_would_wait_too_long_for_a_page_is_told_so_and_what_is_sent_is_taken(a_place):
    # Nobody is patient enough here to wait in a queue.
    site = a_place("sqlite", before=CROWDED, healthy=lambda status, _text: status == 503).site
    status, page = site.get("/")
    assert status == 503
    check_page(page, "a crowded site")
    assert "Wait a few seconds, then open the page again" in page
    with ExitStack() as stack:
        [client] = connected(site, stack, 1)
        client.sendall(POST + b"0\r\nConnection: close\r\n\r\n")
        assert read_all(client).startswith(b"HTTP/1.1 405")
