"""The list of all pictures in a backup: one line for each, with the digest of its bytes and its name."""

from __future__ import annotations

import hashlib

PART = "photos.sha256"


def line(name: str, body: bytes) -> str:
    """A line as `sha256sum` writes them."""
    return written(hashlib.sha256(body).hexdigest(), name)


def written(digest: str, name: str) -> str:
    """The same from a digest."""
    return f"{digest}  {name}\n"
