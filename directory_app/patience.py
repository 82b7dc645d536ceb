"""A worker of gunicorn that waits for slow clients without a thread.

gunicorn gives a connection one of its eight threads at the first byte and keeps it there until the request has come in,
so that sixteen clients who send a byte a second would close the site. Here one loop gathers what all clients send; a
thread begins when a request is whole. What is too large to be gathered is read in two threads of its own.
"""

from __future__ import annotations

import re
import selectors
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from socket import SHUT_WR, SO_SNDBUF, SOL_SOCKET, socket
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from .unhurried import Outgoing, Waiting

# A request line and its headers have to be there after so many seconds.
HEAD_SECONDS = 20.0
# A body gets so much longer, and a second more for so many bytes: a telephone with a bad line.
SLOWEST_BYTES_A_SECOND = 8_000
# A response has to be taken within so many seconds; a page is in the buffer of the system at once.
SENDING_SECONDS = 60.0
SEND_BUFFER = 256 * 1024
# What the sender of a last response gets to close its side.
PARTING_SECONDS = 2.0
LARGEST_HEAD = 64 * 1024
# Photos and documents are gathered, files of imports are not.
LARGEST_GATHERED = 7 * 1024 * 1024
ALL_GATHERED = 48 * 1024 * 1024
LARGE_THREADS = 2
# Where all room is taken, who has been sending for so long may be cut.
PATIENCE_SECONDS = 3.0
CHUNK = 256 * 1024
# Who would be answered later than this does not wait any more, and those behind get their page the sooner.
QUEUEING_SECONDS = 4.0

END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
# Their bodies have no length that is known before, or wait for an answer.
UNMEASURED = re.compile(rb"\r\n(transfer-encoding|expect):", re.IGNORECASE)
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
CROWDED = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Very many people are here right now</title></head>
<body><main id="main"><h1>Very many people are here right now</h1>
<p>Wait a few seconds, then open the page again.</p></main></body></html>
"""
TOO_MANY = (
    "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 3\r\nCache-Control: no-store\r\n"
    "Content-Type: text/html; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
    f"Content-Security-Policy: default-src 'none'\r\nContent-Length: {len(CROWDED)}\r\n\r\n"
).encode()


class Connection(TConn):
    """One client, and what came of its next request so far."""

    def __init__(self, worker: Worker, client: socket, address: Any, listener: socket) -> None:
        super().__init__(worker.cfg, client, address, listener.getsockname())
        self.worker = worker
        self.came = bytearray()
        # An answer that is not to be sent yet.
        self.kept = bytearray()
        # Bytes of the whole request; 0 as long as its head is not complete.
        self.wanted = 0
        self.since = self.until = self.ready = 0.0

    def init(self) -> None:
        """Make the parser, and give it what came."""
        super().init()
        if self.came:
            self.parser.unreader.unread(bytes(self.came))
            self.came = bytearray()

    def close(self, graceful: bool = False) -> None:
        """Close at once, or let the client read to the end; gunicorn would stop its loop for that."""
        if graceful:
            self.worker.part(self)
        else:
            super().close()


class Worker(ThreadWorker):
    """gunicorn's worker with threads, in front of which requests are gathered."""

    def init_process(self) -> None:
        """Prepare what belongs to this process, then run."""
        self.gathering: dict[Connection, None] = {}
        self.parting: dict[Connection, None] = {}
        self.waiting = Waiting()
        self.gathered = 0
        self.looked_at = 0.0
        self.large = ThreadPoolExecutor(LARGE_THREADS, thread_name_prefix="large")
        super().init_process()

    def accept(self, listener: socket) -> None:
        """Let a client in."""
        try:
            client, address = listener.accept()
        except OSError:
            # It went away, or another process was faster.
            return
        with suppress(OSError):
            # A page has room, so that no thread waits for who reads slowly.
            client.setsockopt(SOL_SOCKET, SO_SNDBUF, SEND_BUFFER)
        self.nr_conns += 1
        self.enqueue_req(Connection(self, client, address, listener))

    def enqueue_req(self, conn: Connection) -> None:
        """Gather the next request of a client. Every way to a thread leads through here."""
        conn.came += conn.parser.unreader.take_buffered() if conn.parser is not None else b""
        conn.wanted, conn.since = 0, time.monotonic()
        conn.until = conn.since + HEAD_SECONDS
        conn.sock.setblocking(False)
        self.gathering[conn] = None
        self.gathered += len(conn.came)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._read, conn))
        self._read(conn, conn.sock)

    def part(self, conn: Connection) -> None:
        """Say that nothing more comes, and close when the client has read it or its time is over."""
        try:
            conn.sock.shutdown(SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))
        except (OSError, ValueError, KeyError):
            TConn.close(conn)
            return
        conn.until = time.monotonic() + PARTING_SECONDS
        self.parting[conn] = None

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait no longer than until the next refusal is to be sent."""
        super().wait_for_and_dispatch_events(self.waiting.seconds(timeout))

    def finish_request(self, conn: Connection, fs: Any) -> None:
        """Let a refusal wait before its connection goes on or is closed."""
        if conn.kept:
            self.waiting.add(conn, fs, bytes(conn.kept))
        else:
            super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Send refusals that are due. Cut who took too long; where no room is left, also who sends for longest."""
        now = time.monotonic()
        for conn, future in self.waiting.send(everything=not self.alive or self.nr_conns >= self.worker_connections):
            super().finish_request(conn, future)
        if now - self.looked_at < 0.5:
            return
        self.looked_at = now
        for conn in [one for one in self.parting if one.until < now]:
            self._parted(conn)
        # Who asked for nothing yet keeps a process that ends no longer than this.
        idle = now - PARTING_SECONDS if not self.alive else 0.0
        for conn in [one for one in self.gathering if one.until < now or (not one.came and one.since < idle)]:
            self._cut(conn, TOO_SLOW if conn.came else b"")
        if self.nr_conns >= self.worker_connections:
            longest = sorted(self.gathering, key=lambda one: one.since)[: self.worker_connections // 10]
            for conn in longest:
                if conn.since < now - PATIENCE_SECONDS:
                    self._cut(conn, b"")

    def handle(self, conn: Connection) -> Any:
        """Answer a request in a thread, or say that too many came; what somebody sends is never turned away."""
        reads = conn.came.startswith((b"GET ", b"HEAD "))
        if reads and time.monotonic() - conn.ready > QUEUEING_SECONDS:
            with suppress(OSError):
                conn.sock.settimeout(PARTING_SECONDS)
                conn.sock.sendall(TOO_MANY if conn.came.startswith(b"HEAD ") else TOO_MANY + CROWDED.encode())
            return False
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Connection) -> Any:
        """Answer, and let go of a client that takes or sends nothing any more."""
        conn.sock.settimeout(SENDING_SECONDS)
        client = conn.sock
        conn.sock = outgoing = Outgoing(client)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            # gunicorn closes the connection, without a word in the log.
            raise StopIteration from None
        finally:
            conn.sock, conn.kept = client, outgoing.kept

    def _read(self, conn: Connection, client: socket) -> None:
        try:
            while not self._is_whole(conn):
                more = client.recv(CHUNK)
                if not more:
                    self._cut(conn, b"")
                    return
                conn.came += more
                self.gathered += len(more)
        except BlockingIOError:
            return
        except OSError:
            self._cut(conn, b"")
            return
        if conn.wanted < 0 and len(conn.came) > LARGEST_HEAD and END_OF_HEAD not in conn.came:
            self._cut(conn, TOO_LARGE)
            return
        self._forget(conn)
        conn.data_ready = True
        self._start(conn, self.large if conn.wanted < 0 else self.tpool)

    def _is_whole(self, conn: Connection) -> bool:
        """Whether a thread can begin. `wanted` becomes -1 where the rest is not to be gathered."""
        if not conn.wanted:
            end = conn.came.find(END_OF_HEAD)
            if end < 0:
                conn.wanted = -1 if len(conn.came) > LARGEST_HEAD else 0
                return conn.wanted < 0
            head = bytes(conn.came[: end + 2])
            length = LENGTH.search(head)
            body = int(length[1]) if length else 0
            measured = not UNMEASURED.search(head) and body <= LARGEST_GATHERED
            conn.wanted = end + len(END_OF_HEAD) + body if measured else -1
            conn.until = time.monotonic() + HEAD_SECONDS + body / SLOWEST_BYTES_A_SECOND
        if self.gathered > ALL_GATHERED and len(conn.came) < conn.wanted:
            conn.wanted = -1
        return conn.wanted < 0 or len(conn.came) >= conn.wanted

    def _start(self, conn: Connection, pool: Executor) -> None:
        conn.ready = time.monotonic()
        done: Callable[..., None] = lambda future: self.method_queue.defer(self.finish_request, conn, future)  # noqa: E731
        pool.submit(self.handle, conn).add_done_callback(done)

    def _drain(self, conn: Connection, client: socket) -> None:
        try:
            more = client.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self._parted(conn)

    def _parted(self, conn: Connection) -> None:
        self.parting.pop(conn, None)
        with suppress(OSError, ValueError, KeyError):
            self.poller.unregister(conn.sock)
        TConn.close(conn)

    def _cut(self, conn: Connection, words: bytes) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        if words:
            with suppress(OSError):
                conn.sock.send(words)
        conn.close(graceful=bool(words))

    def _forget(self, conn: Connection) -> None:
        if conn in self.gathering:
            del self.gathering[conn]
            self.gathered -= len(conn.came)
        with suppress(OSError, ValueError, KeyError):
            self.poller.unregister(conn.sock)
