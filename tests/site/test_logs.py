"""What the server writes down while people search: nothing about them. The real server, its output read to the end."""

from __future__ import annotations

import http.client
import json
import logging
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from directory_app import create_app, serving
from directory_app.access import mark_of

from ..conftest import TESTING
from ..factories import make_listing
from .public_routes import SEARCHES, public_paths

COMMAND = Path(sys.executable).with_name("directory-app")
VISITOR = "127.0.0.77"
# Words that stand for what somebody types: a place, a code, a street, a name, a message, an address, a password.
TYPED = (
    "Quuxborough", "QX9 7ZZ", "88 Whispering Lane", "Zebulon Quillfeather", "my back hurts since Tuesday",
    "secret.visitor@example.org", "hunter-of-pillows-42",
)  # fmt: skip
SECONDS = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def served(sqlite_app, tmp_path_factory):
    """A server over a directory with one listing: its port, the paths of visitors, its forms, itself, its output."""
    folder = tmp_path_factory.mktemp("served")
    with (
        closing(sqlite3.connect(sqlite_app.config["DATABASE_URL"].removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(folder / "directory.sqlite3")) as target,
    ):
        source.backup(target)
    app = create_app({**TESTING, "DATA": str(folder)})
    with app.extensions["sessions"]() as session:
        listing = make_listing(session, "published", name="Ada Served")
        session.commit()
        paths = [*public_paths(app, listing), *SEARCHES]
    forms = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods
        and not rule.arguments
        and mark_of(rule.endpoint, app.view_functions[rule.endpoint]) == "anyone"
    ]
    app.extensions["engine"].dispose()
    port = free_port()
    output = folder / "output"
    settings = {"DIRECTORY_DATA": str(folder), "DIRECTORY_SECRET_KEY": TESTING["SECRET_KEY"], "PYTHONUNBUFFERED": "1"}
    settings["DIRECTORY_LOG_FORMAT"] = "json"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [COMMAND, "run", "--port", str(port)],
            env={**os.environ, **settings},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    wait_for(port, process)
    yield port, paths, forms, process, output
    if process.poll() is None:
        process.kill()
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")


def ask(port: int, method: str, path: str, body: str | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS, source_address=(VISITOR, 0))
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body, {"Referer": f"http://127.0.0.1/search?place={quote(TYPED[0])}", **kind})
    status = connection.getresponse().status
    connection.close()
    return status


def send(port: int, raw: str) -> None:
    """Bytes that are no HTTP, or not all of it."""
    with socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(VISITOR, 0)) as connection:
        connection.sendall(raw.encode())
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass


def test_nothing_that_visitors_type_or_are_is_written_down(served):
    port, paths, forms, process, output = served
    statuses = {ask(port, "GET", quote(path, safe="/?=&%")) for path in paths}
    assert 200 in statuses
    assert 500 not in statuses
    everything = "&".join(f"{name}={quote(word)}" for name, word in zip(("place", "q", "street"), TYPED, strict=False))
    for word in TYPED:
        for path in ("/search?place=", "/search?radius=", "/search?", "/therapists/", "/places/", "/places/x/y/"):
            ask(port, "GET", path + quote(word))
    for path in forms:
        assert ask(port, "POST", path, f"{everything}&message={quote(TYPED[4])}&email={quote(TYPED[5])}") < 500
    for raw in (
        f"GET /search?place={TYPED[0]} HTTP/9.9\r\nHost: x\r\n\r\n",
        f"GET /search?place={TYPED[0]}\r\nHost: x\r\n\r\n",
        f"{TYPED[0]} {TYPED[1]} {TYPED[2]}\r\n\r\n",
        f"GET /search?place={TYPED[0]} HTTP/1.1\r\nHost: x\r\nBad Header {TYPED[3]}: x\r\n\r\n",
        f"GET /search?place={TYPED[0] * 2000} HTTP/1.1\r\nHost: x\r\n\r\n",
        f"POST /search?place={TYPED[0]} HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{TYPED[4]}",
    ):
        send(port, raw)
    process.send_signal(signal.SIGTERM)
    process.wait(SECONDS)
    written = output.read_text()
    assert "is ready at" in written
    shown = [word for word in (*TYPED, VISITOR, "Portland", "Utqiagvik", "Prtland", "97205") if seen(word, written)]
    assert shown == [], written
    welcome, _, log = written.partition("Stop with Ctrl-C.")
    assert "{" not in welcome
    lines = [json.loads(line) for line in log.splitlines() if line]
    assert {"Refused a request that is no HTTP"} <= {line["message"] for line in lines}
    assert all(set(line) >= {"time", "level", "logger", "message"} for line in lines)
    # What an account does is noted with the number of its request.
    assert all(line["request_id"] for line in lines if line["logger"] == "directory_app.login.letters")


def seen(word: str, written: str) -> bool:
    return any(one.casefold() in written.casefold() for one in (word, quote(word), word.replace(" ", "+")))


def test_a_request_that_is_no_http_is_noted_without_who_sent_it_and_what():
    record = logging.LogRecord(
        "gunicorn.error",
        logging.WARNING,
        "x",
        1,
        "Invalid request from ip=203.0.113.9: GET /search?place=Oslo",
        (),
        None,
    )
    assert serving.without_visitors(record)
    assert record.getMessage() == "Refused a request that is no HTTP"
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, "x", 1, "Error handling request %s %s", ("GET", "/search?place=Oslo"), None
    )
    assert serving.without_visitors(record)
    assert record.getMessage() == "Error handling a request"


def test_a_failed_statement_does_not_repeat_what_was_typed(session):
    with pytest.raises(DBAPIError) as failed:
        session.execute(text("SELECT :word FROM nowhere"), {"word": TYPED[0]})
    session.rollback()
    assert TYPED[0] not in str(failed.value)


def test_an_error_is_noted_by_the_name_of_the_page_and_not_by_its_address(app, session, caplog, monkeypatch):
    def fail(*_):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("directory_app.search.views.publishing.edition", fail)
    assert app.test_client().get("/therapists/zebulon-quillfeather-quuxborough?place=Oslo").status_code == 500
    assert "Exception in search.profile [GET]" in caplog.text
    assert "quuxborough" not in caplog.text.casefold()
    assert "Oslo" not in caplog.text


def test_searches_are_told_to_no_other_site(browser):
    for path in SEARCHES:
        page = browser.open(path)
        assert page.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert page.soup.find("meta", attrs={"name": "referrer"}) is None
