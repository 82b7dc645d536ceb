"""Refusals that are sent after a while and without a thread.

Who is refused and asks again at once, from sixteen connections or from a hundred, would keep every processor busy with
refusing. A refusal that waits costs nothing meanwhile, and whoever reads a profile is answered as before.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

SECONDS = 1.0
# With more of them waiting, the oldest is sent at once.
MOST = 200
# Where gunicorn says through what it sends; only where we put it there is it one of ours.
_OUTGOING = "gunicorn.socket"


class Outgoing:
    """The connection of one request. What is sent through it is kept back once `wait` was said."""

    def __init__(self, sending: Any) -> None:
        self._sending = sending
        self._waits = False
        self.kept = bytearray()

    def wait(self) -> None:
        """Keep back what is sent from now on."""
        self._waits = True

    def sendall(self, data: bytes) -> None:
        """Send, or keep for later."""
        if self._waits:
            self.kept += data
        else:
            self._sending.sendall(data)

    def __getattr__(self, name: str) -> Any:
        """Everything else is asked of the connection itself."""
        return getattr(self._sending, name)


def send_later(environ: Mapping[str, Any]) -> None:
    """Let the answer to this request wait, where a server can: the test client and others send it at once."""
    outgoing = environ.get(_OUTGOING)
    if isinstance(outgoing, Outgoing):
        outgoing.wait()


@dataclass
class Waiting:
    """Answers that wait, oldest first, each with its connection and what gunicorn is told when it has been sent."""

    answers: deque[tuple[float, Any, Any, bytes]] = field(default_factory=deque)

    def add(self, conn: Any, future: Any, answer: bytes) -> None:
        """Let an answer wait."""
        self.answers.append((time.monotonic() + SECONDS, conn, future, answer))

    def seconds(self, most: float) -> float:
        """How long until the oldest is due, at most `most`."""
        return min(most, max(0.0, self.answers[0][0] - time.monotonic())) if self.answers else most

    def send(self, everything: bool) -> Iterator[tuple[Any, Any]]:
        """Send what is due, or everything; each connection whose answer has been sent, with what gunicorn is told."""
        now = time.monotonic()
        while self.answers and (everything or len(self.answers) > MOST or self.answers[0][0] <= now):
            _, conn, future, answer = self.answers.popleft()
            try:
                # It fits into the buffer of the system, unless somebody reads nothing.
                conn.sock.setblocking(False)
                conn.sock.sendall(answer)
            except OSError:
                future = _closing()
            yield conn, future


def _closing() -> Future[bool]:
    """What tells gunicorn that nothing more is to come."""
    future: Future[bool] = Future()
    future.set_result(False)
    return future
