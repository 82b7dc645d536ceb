"""The directory asks no other machine for anything: nothing that a visitor types makes it open a connection."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from ..services import outside

PACKAGE = Path(__file__).parents[2] / "directory_app"
MAY_CONNECT = {
    # Letters leave through SMTP.
    "delivery.py",
    # Addresses and ports of this machine; requests that come in; the name of this machine.
    "serving.py",
    "patience.py",
    "jobs/runner.py",
    # The doctor asks what the settings name, when somebody calls for it at the command line.
    "doctor/address.py",
    "doctor/letters.py",
    "cli/doctor.py",
}
# What opens connections: modules of the standard library and of others.
CONNECTS = re.compile(
    r"^\s*(?:from|import) (?:urllib\.request|urllib3|http\.client|httpx|requests|aiohttp|socket|smtplib|ftplib|"
    r"flask_mailman)\b",
    re.MULTILINE,
)


def test_no_module_can_open_a_connection_but_those_that_send_letters_and_serve():
    able = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if CONNECTS.search(path.read_text())}
    assert able <= MAY_CONNECT, "say why in this file, and in docs/security.md"


def test_a_test_that_asks_another_machine_fails():
    with pytest.raises(outside.AskedOutside):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(outside.AskedOutside):
        socket.getaddrinfo("elsewhere.example", 80)
    outside.tried.clear()


def test_nothing_so_far_in_this_process_has_tried():
    assert outside.tried == []


def test_this_machine_is_told_from_others():
    assert all(map(outside.is_here, ("127.0.0.1", "::1", "localhost", "", None, b"127.0.0.9", "0.0.0.0")))
    assert not any(
        map(outside.is_here, ("192.0.2.1", "elsewhere.example", "2001:db8::1", b"192.0.2.1", "169.254.169.254"))
    )
