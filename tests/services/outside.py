"""No test, and nothing that a test runs in this process, may ask another machine for anything."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import Any
from urllib.parse import urlsplit

# Names that are looked up without leaving the machine; and where somebody keeps the database for the tests.
OWN_NAME = socket.gethostname().lower()
HERE = frozenset(
    {"", "localhost", "ip6-localhost", OWN_NAME, urlsplit(os.environ.get("TEST_POSTGRES_URL", "")).hostname or ""}
)

tried: list[str] = []


class AskedOutside(Exception):
    """Something wanted to leave the machine."""


def forbid() -> None:
    """Refuse connections and look-ups that leave the machine, for the rest of this process."""
    sys.addaudithook(_watch)


def is_here(host: Any) -> bool:
    """Whether a host, as a name or an address, is this machine."""
    if host is None or isinstance(host, bytes):
        host = (host or b"").decode("ascii", "replace")
    name = str(host).partition("%")[0]
    if name.lower() in HERE:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        where = arguments[1]
        # A path, or an abstract name, is a socket of this machine.
        host = where[0] if isinstance(where, tuple) else ""
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not is_here(host):
        tried.append(f"{event} {host}")
        raise AskedOutside(f"{event} {host}")
