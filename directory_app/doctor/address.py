"""The public address: whether it leads here, and how long its certificate holds."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from .findings import Finding, Patient, look, ok, wrong

SECONDS = 8.0
DAYS_BEFORE = 14
DAY = 86400


def findings(patient: Patient) -> Iterator[Finding]:
    """Ask /health at the base address, as a visitor would reach it."""
    base = urlsplit(patient.config["BASE_ADDRESS"])
    is_secure = base.scheme == "https"
    kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
    connection = kind(base.hostname or "", base.port, timeout=SECONDS)
    try:
        connection.request("GET", "/health", headers={"User-Agent": "directory doctor"})
        answer = connection.getresponse()
        said = answer.read(20)
        days = _days(connection) if is_secure else None
    except ssl.SSLCertVerificationError as error:
        yield wrong(f"The certificate of the public address is not good: {error.verify_message}.", "Renew it.")
        return
    except (OSError, http.client.HTTPException) as error:
        advice = "Look whether the site and the proxy run. Some networks do not let a machine reach its own address."
        yield look(f"The public address does not answer from here ({type(error).__name__}).", advice)
        return
    finally:
        connection.close()
    if answer.status == http.client.OK and said == b"ok\n":
        yield ok("The public address leads to this directory.")
    else:
        yield look(
            f"The public address answers /health with {answer.status} and not with ok.",
            "It may lead to another site, or the proxy keeps /health for itself, as the example for nginx does not.",
        )
    if days is not None and days < DAYS_BEFORE:
        yield look(f"The certificate of the public address ends in {days:.0f} days.", "Look why it is not renewed.")


def _days(connection: http.client.HTTPConnection) -> float | None:
    sock = connection.sock
    certificate = sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else None
    ends = (certificate or {}).get("notAfter")
    return (ssl.cert_time_to_seconds(ends) - time.time()) / DAY if isinstance(ends, str) else None
