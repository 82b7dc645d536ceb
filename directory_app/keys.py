"""The secret key and those before it: what is signed or digested with the newest is still read with all of them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer


def all_keys(config: Mapping[str, Any]) -> list[str]:
    """The keys of this site, the newest first."""
    return [str(config["SECRET_KEY"] or ""), *(config["SECRET_KEY_FALLBACKS"] or ())]


def sealer(config: Mapping[str, Any], purpose: str) -> URLSafeSerializer:
    """Signs values for one purpose; a value sealed for another one is refused."""
    return URLSafeSerializer(_oldest_first(config), salt=purpose)


def timed_sealer(config: Mapping[str, Any], purpose: str) -> URLSafeTimedSerializer:
    """As `sealer`, and tells when a value was sealed."""
    return URLSafeTimedSerializer(_oldest_first(config), salt=purpose)


def digests(config: Mapping[str, Any], purpose: str, words: str) -> list[str]:
    """Digests of words under each key, the newest first. Without the keys nobody can try words against them."""
    said = f"{purpose} {words}".encode()
    return [hmac.new(key.encode(), said, hashlib.sha256).hexdigest() for key in all_keys(config)]


def _oldest_first(config: Mapping[str, Any]) -> list[str]:
    # The last one signs.
    return all_keys(config)[::-1]
