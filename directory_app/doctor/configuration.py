"""Settings that the site starts with and that somebody should still look at."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import urlsplit

from .. import given
from ..config import MINIMUM_SECRET_BYTES, defaults, networks
from .findings import Finding, Patient, judged, look, ok

# A key that a program made has more different characters than a sentence that is repeated.
FEWEST_CHARACTERS = 14
EXAMPLES = ("example.org", "example.com", "example.net")
WIDEST = {4: 8, 6: 16}


def findings(patient: Patient) -> Iterator[Finding]:
    """Look at everything that is set."""
    config = patient.config
    if patient.in_production:
        yield ok("Settings are those of a site in production.")
    else:
        yield look(
            "Settings are those of a laptop.", "For a site that people use set DIRECTORY_ENVIRONMENT to production."
        )
    for variable in given.unknown(defaults()):
        yield look(f"{variable} is no setting, so it does nothing.", _instead(variable))
    yield from _keys(patient)
    yield from _addresses(patient)
    if patient.in_production and not config["TRUSTED_PROXIES"]:
        yield look(
            "No proxy is trusted, though something has to end TLS in front of the site.",
            "Set DIRECTORY_TRUSTED_PROXIES to the number of proxies: without it all visitors share one limit.",
        )
    if int(config["WEB_WORKERS"]) > 1 and not config["REDIS_URL"]:
        yield look("Several processes count attempts each for itself.", "Set DIRECTORY_REDIS_URL.")
    for network in networks(config["METRICS_NETWORKS"]):
        if network.prefixlen < WIDEST[network.version]:
            yield judged(
                patient,
                f"Figures for machines are open to {network}.",
                "Name only the networks of your own machines in DIRECTORY_METRICS_NETWORKS.",
            )


def _instead(variable: str) -> str:
    near = get_close_matches(variable, [f"{given.PREFIX}{name}" for name in defaults()], n=1)
    return f"Did you mean {near[0]}?" if near else "Take it away. Settings stand in docs/operations.md."


def _keys(patient: Patient) -> Iterator[Finding]:
    key = str(patient.config["SECRET_KEY"])
    make = "Make one with python3 -c 'import secrets; print(secrets.token_urlsafe(48))' and read docs/operations.md."
    if len(key.encode()) < MINIMUM_SECRET_BYTES:
        yield judged(patient, "The secret key is too short.", make)
    elif len(set(key)) < FEWEST_CHARACTERS:
        yield judged(patient, "The secret key has few different characters, so that it can be guessed.", make)
    else:
        yield ok("The secret key is long and mixed.")
    if patient.config["SECRET_KEY_FALLBACKS"]:
        yield look(
            f"{len(patient.config['SECRET_KEY_FALLBACKS'])} earlier secret keys still open things.",
            "Take them out of DIRECTORY_OLD_SECRET_KEYS 120 days after the key was changed.",
        )


def _addresses(patient: Patient) -> Iterator[Finding]:
    config = patient.config
    host = urlsplit(config["BASE_ADDRESS"]).hostname or ""
    if _is_example(host):
        yield judged(patient, "The base address is that of an example.", "Set DIRECTORY_BASE_ADDRESS to your own.")
    sender = str(config["MAIL_FROM"]).split("<")[-1].rstrip(">").rpartition("@")[2]
    if _is_example(sender):
        yield judged(
            patient, "Letters come from the address of an example.", "Set DIRECTORY_MAIL_FROM to an address you read."
        )


def _is_example(host: str) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in EXAMPLES)
