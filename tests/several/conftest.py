"""Redis for tests of several processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ..services.redis import Redis, running_redis


@pytest.fixture(scope="package")
def redis_server() -> Iterator[Redis]:
    """A Redis of this run. Whoever stops it starts it again."""
    with running_redis() as server:
        yield server
