"""Which part of the network a request comes from, coarse enough to be written down."""

from __future__ import annotations

import ipaddress

from flask import request

PREFIXES = {4: 24, 6: 48}


def network_prefix() -> str:
    """The first 24 bits of an IPv4 address, or 48 of an IPv6 one: a neighbourhood, not a connection."""
    address = ipaddress.ip_address(request.remote_addr or "127.0.0.1")
    return str(ipaddress.ip_network((address, PREFIXES[address.version]), strict=False))
