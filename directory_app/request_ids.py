"""The number of a request: random, in the answer, on error pages, in every line of the log and every row of the audit.

Whoever writes to us about a fault names it, and nobody has to guess which line is meant. It says not who asked.
"""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar, Token

# What a proxy may choose: long enough to be one of a kind, and nothing that could break a line or a page.
GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{15,63}")
BYTES = 12

_current: ContextVar[str] = ContextVar("request_id", default="")


def begin(given: str = "") -> Token[str]:
    """Begin a request under the number that a trusted proxy gave, if it is one, else under a new one."""
    return _current.set(given if GIVEN.fullmatch(given) else secrets.token_hex(BYTES))


def end(token: Token[str]) -> None:
    """The request is over."""
    _current.reset(token)


def current() -> str:
    """The number of the request that is being answered; empty in commands and jobs."""
    return _current.get()
