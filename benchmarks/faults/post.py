"""A mail server that can be away, slow, or refuse, or hang up when it has taken a letter."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from ..served import free_port

MESSAGE_ID = re.compile(rb"^Message-ID: *(\S+)", re.IGNORECASE | re.MULTILINE)


class Post:
    """A context. `behaviour` is well, slow, busy, never or hangs up; `letters` counts what was taken by its key."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.port = free_port()
        self.behaviour = "well"
        self.seconds = seconds
        self.letters: Counter[str] = Counter()
        self._controller: Controller | None = None

    def __enter__(self) -> Post:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def settings(self) -> dict[str, str]:
        """What the site is told of it."""
        return {
            "DIRECTORY_MAIL_SERVER": "127.0.0.1",
            "DIRECTORY_MAIL_PORT": str(self.port),
            "DIRECTORY_MAIL_TLS": "false",
        }

    def open(self) -> None:
        """Begin to answer."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        """Be away."""
        if self._controller is not None:
            self._controller.stop(no_assert=True)
            self._controller = None

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        """Take an address, or do not."""
        if self.behaviour == "never":
            return "550 5.1.1 nobody of that name"
        if self.behaviour == "busy":
            return "451 4.3.0 come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a letter."""
        if self.behaviour == "slow":
            await asyncio.sleep(self.seconds)
        found = MESSAGE_ID.search(envelope.content)
        self.letters[found[1].decode() if found else "without a key"] += 1
        if self.behaviour == "hangs up" and server.transport:
            server.transport.close()
        return "250 OK"
