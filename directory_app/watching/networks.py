"""Who may see figures about the site: known networks only, and never somebody whose way here is in doubt."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from flask import current_app, request

from ..config import networks

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def may_see_figures() -> bool:
    """Whether this request comes from the networks of DIRECTORY_METRICS_NETWORKS, all of its way that is known.

    Behind trusted proxies both count, the address they forward and their own: who reaches the process past the proxy
    and writes an address of its choice into the header is seen by where it really comes from. Without trusted proxies
    a request that was forwarded all the same comes from nobody knows where, even if the proxy is on this machine.
    """
    original: dict[str, Any] = request.environ.get("werkzeug.proxy_fix.orig", {})
    if not current_app.config["TRUSTED_PROXIES"] and any(request.environ.get(name) for name in FORWARDED):
        return False
    return are_within(
        [request.remote_addr, original.get("REMOTE_ADDR", request.remote_addr)],
        current_app.config["METRICS_NETWORKS"],
    )


def are_within(addresses: Sequence[str | None], allowed: str) -> bool:
    """Whether each of these addresses lies in one of the networks; one that cannot be read lies in none."""
    known = networks(allowed)
    try:
        found = [_plain(ipaddress.ip_address(one or "")) for one in addresses]
    except ValueError:
        return False
    return all(any(one in network for network in known if network.version == one.version) for one in found)


def _plain(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An IPv4 address also where it is written as one of IPv6, as listeners on all addresses see it."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
