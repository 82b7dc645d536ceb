"""Redis, where limits are counted by several processes together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from .findings import Finding, Patient, look, ok, wrong

SECONDS = 5.0


def findings(patient: Patient) -> Iterator[Finding]:
    """Ask it."""
    url = str(patient.config["REDIS_URL"])
    if not url:
        yield ok("No Redis is used: limits are counted in the process.")
        return
    try:
        client: Any = Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
        client.ping()
        policy = client.info("memory").get("maxmemory_policy", "noeviction")
        version = client.info("server").get("redis_version", "of an unknown version")
    except AuthenticationError:
        yield wrong("Redis refuses the password.", "Put the right one into DIRECTORY_REDIS_URL.")
        return
    except (RedisError, OSError, ValueError) as error:
        yield wrong(
            f"Redis does not answer ({type(error).__name__}).",
            "Look whether it runs and whether DIRECTORY_REDIS_URL is right.",
        )
        return
    yield ok(f"Redis {version} answers.")
    if str(policy).startswith("allkeys"):
        yield look(
            "Redis throws away what it likes when it is full, counts of attempts too.",
            "Set maxmemory-policy to volatile-ttl.",
        )
