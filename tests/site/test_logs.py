"""What the server writes down while people search: nothing about them. The real server, its output read to the end."""

from __future__ import annotations

import http.client
import io
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from directory_app import confirming, create_app, serving
from directory_app.access import mark_of
from directory_app.models import Listing

from ..browser import Browser, switch
from ..conftest import TESTING
from ..exchange.conftest import person, table
from ..factories import make_account, make_listing
from ..flows.test_main_path import ADDRESS, answer_the_questions, decide, fill_in_the_steps, register
from ..photos import pictures
from ..services.sqlite import copy_database
from .public_routes import SEARCHES, public_paths
from .wire import Wire

COMMAND = Path(sys.executable).with_name("directory-app")
VISITOR = "127.0.0.77"
# Where a browser says that it is, rounded.
POSITION = "45.58, -122.73"
# Words that stand for what somebody types: a place, a code, a street, a name, a message, an address, a password.
TYPED = (
    "Quuxborough", "QX9 7ZZ", "88 Whispering Lane", "Zebulon Quillfeather", "my back hurts since Tuesday",
    "secret.visitor@example.org", "hunter-of-pillows-42",
)  # fmt: skip
SECONDS = 180
# What the people of the main paths type and are; a part of each, as it may be written in more than one way.
PLANTED = (
    ADDRESS, "Nadia", "Flowe", "Hidden Lane", "5035550188", "503-555-0188", "503 555 0188", "LMT-20881", "eleven years",
    "fascia softens", "Vera Quokka", "vera.quokka@example.org", "since my second marathon", "no room at all behind",
    "Utqiagvik", "moderator.of.words@example.org", "kneeling quokka", "Imelda Importwise", "imelda@import.example.org",
    "K7MP-4XQ2", "Portland", "97205", VISITOR, *TYPED,
)  # fmt: skip
# Pages of figures, whose texts are searched too.
READ_AFTERWARDS = ("/robots.txt", "/sitemap.xml")
# What the directory keeps on purpose: the database, letters that are files in development, files that wait to be read.
KEPT = ("directory.sqlite3", "outbox", "imports")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def served(sqlite_app, tmp_path_factory):
    """A server over a directory with one listing: its port, the paths of visitors, its forms, itself, its output."""
    folder = tmp_path_factory.mktemp("served")
    copy_database(sqlite_app, folder)
    app = create_app({**TESTING, "DATA": str(folder)})
    with app.extensions["sessions"]() as session:
        listing = make_listing(session, "published", name="Ada Served")
        session.commit()
        paths = [*public_paths(app, listing), *SEARCHES]
        make_account(session, "moderator", email="moderator.of.words@example.org")
        make_account(session, "administrator", email="administrator.of.words@example.org")
        key = f"{listing.id}:a sheet"
        maker = confirming.sheets.Maker(listing.account, "198.51.100.1", TESTING["SECRET_KEY"])
        confirming.make_sheet(session, listing, maker, 1, key)
        session.commit()
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


def therapist_registers_and_is_listed(port, session):
    """The whole way of a therapist, with a photo, up to the decision of a moderator."""
    therapist, moderator = Browser(Wire(port, VISITOR), session), Browser(Wire(port, VISITOR), session)
    register(therapist, session)
    fill_in_the_steps(therapist)
    answer_the_questions(therapist)
    page = therapist.open("/my-listing/photo")
    fields = {name: page.soup.select_one(f'main input[name="{name}"]')["value"] for name in ("csrf_token", "opened")}
    photo = FileStorage(io.BytesIO(pictures.telephone_photo()), filename="nadia-flowe.jpg")
    boundary, body = encode_multipart({**fields, "file": photo})
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    assert therapist.client.send("POST", "/my-listing/photo", body, kind).status_code == 200
    therapist.open("/my-listing/check")
    assert therapist.press("Send it in").h1 == "Sent in"
    moderator.sign_in_by_form(make_account_like("moderator.of.words@example.org"))
    decide(moderator, "Nadia Flowe", "Approve", note="The kneeling quokka may stay.")


def visitor_searches_writes_reports_and_confirms(port, session):
    """Forms are opened first and sent later: who is faster than a person is asked to press once more."""
    searching, writing, reporting, confirming_one = (Browser(Wire(port, VISITOR), session) for _ in range(4))
    assert "Nadia Flowe" in searching.open("/search?place=Portland, OR&radius=25").text
    searching.open("/search?place=Utqiagvik, AK&radius=5&words=kneeling quokka")
    profile = searching.follow("Nadia Flowe") if "Nadia Flowe" in searching.page.text else None
    if profile is None:
        searching.open("/search?place=97205&radius=25")
        profile = searching.follow("Nadia Flowe")
    searching.open(f"{profile.url}/contact")
    writing.open(f"{profile.url}/message")
    reporting.open(f"{profile.url}/report")
    code = session.info["code"]
    confirming_one.open(f"/confirm/{code}")
    time.sleep(3.2)
    writing.fill("Your name", "Vera Quokka")
    writing.fill("Your e-mail", "vera.quokka@example.org")
    writing.fill("Your message", "My back hurts since my second marathon.")
    writing.check("No emergency sign is true of me")
    writing.press("Check your message")
    assert writing.press("Send the message").h1 == "Your message is on its way"
    reporting.choose("Not licensed")
    reporting.fill("What happened?", "There was no room at all behind that door.")
    reporting.fill("Your e-mail, if you want an answer", "vera.quokka@example.org")
    assert reporting.press("Send the report").h1 == "Thank you for your report"
    confirming_one.choose("Yes, most or all of it")
    confirming_one.choose("For a part of it")
    for name in ("q3", "q4"):
        switch(confirming_one.page.one(f"input[name={name}][value=yes]"), "checked")
    confirming_one.choose("None, or only at the end")
    assert confirming_one.press("Send my answers").h1 == "Thank you"


def administrator_imports(port, session):
    """A table of people: one good line, and one that is refused."""
    office = Browser(Wire(port, VISITOR), session)
    office.sign_in_by_form(make_account_like("administrator.of.words@example.org"))
    page = office.open("/administration/import")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    good = person(1, name="Imelda Importwise", email="imelda@import.example.org")
    file = FileStorage(io.BytesIO(table([good, {**good, "name": ""}])), filename="imelda-importwise.csv")
    boundary, body = encode_multipart({"csrf_token": token, "file": file})
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    answer = office.client.send("POST", "/administration/import", body, kind)
    page = office.open(answer.request.path)
    if page.h1 == "Which column is which":
        page = office.press("Check every line")
    end = time.monotonic() + SECONDS
    while page.h1 != "What the check found" and time.monotonic() < end:
        time.sleep(0.5)
        page = office.open(page.url)
    office.press("Take the good lines in")


def make_account_like(email):
    """Who signs in: the browser needs the address alone."""
    return SimpleNamespace(email=email)


def everything_written(folder, output):
    """What the server wrote: its output, and all files but those that are meant to hold what people write."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    kept = [path for path in files if str(path.relative_to(folder)).startswith(KEPT)]
    texts = {str(path.relative_to(folder)): path.read_bytes() for path in files if path not in kept}
    return {**texts, "output": output.read_bytes(), "names of files": "\n".join(texts).encode()}


def test_the_main_paths_of_everybody_leave_nothing_in_logs_figures_and_files(served):
    port, _, _, _, output = served
    folder = output.parent
    app = create_app({**TESTING, "DATA": str(folder)})
    with app.extensions["reading_sessions"]() as session:
        (listing,) = session.scalars(select(Listing)).all()
        session.info["code"] = confirming.codes_of(TESTING["SECRET_KEY"], f"{listing.id}:a sheet", 1)[0]
        therapist_registers_and_is_listed(port, session)
        visitor_searches_writes_reports_and_confirms(port, session)
        administrator_imports(port, session)
    app.extensions["engine"].dispose()
    stored = b"".join(path.read_bytes() for path in folder.glob("directory.sqlite3*")).decode(errors="replace")
    missed = [
        word for word in ("Flowe", "vera.quokka@example.org", "second marathon", "Imelda") if not seen(word, stored)
    ]
    assert missed == [], "whoever searches must find what is meant to be there"
    written = everything_written(folder, output)
    for path in READ_AFTERWARDS:
        written[path] = Wire(port, VISITOR).open(path).get_data()
    assert b"sign-in at=" in written["output"], "what must be noted is"
    public = {"/sitemap.xml": ("Portland", "Nadia", "Flowe")}
    found = [
        f"{word} in {name}"
        for name, text in written.items()
        for word in PLANTED
        if word not in public.get(name, ()) and seen(word, text.decode(errors="replace"))
    ]
    assert found == []


def test_nothing_that_visitors_type_or_are_is_written_down(served):
    port, paths, forms, process, output = served
    statuses = {ask(port, "GET", quote(path, safe="/?=&%")) for path in paths}
    assert 200 in statuses
    assert 500 not in statuses
    everything = "&".join(f"{name}={quote(word)}" for name, word in zip(("place", "q", "street"), TYPED, strict=False))
    for word in TYPED:
        for path in (
            "/search?place=",
            "/search?near=",
            "/search?radius=",
            "/search?",
            "/therapists/",
            "/places/",
            "/places/x/y/",
        ):
            ask(port, "GET", path + quote(word))
    assert ask(port, "GET", f"/search?near={quote(POSITION)}") == 200
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
    shown = [
        word
        for word in (*TYPED, VISITOR, *POSITION.split(", "), "Portland", "Utqiagvik", "Prtland", "97205")
        if seen(word, written)
    ]
    assert shown == [], written
    welcome, _, log = written.partition("Stop with Ctrl-C.")
    assert "{" not in welcome
    lines = [json.loads(line) for line in log.splitlines() if line]
    assert {"Refused a request that is no HTTP"} <= {line["message"] for line in lines}
    assert all(set(line) >= {"time", "level", "logger", "message"} for line in lines)
    # What an account does is noted with the number of its request.
    assert all(line["request_id"] for line in lines if line["logger"] == "directory_app.login.letters")


def seen(word: str, written: str) -> bool:
    """Whether something that was typed stands in what was written; five digits stand by chance inside other numbers."""
    if word.isdigit():
        return re.search(rf"(?<![\w.]){word}(?!\w)", written) is not None
    folded = written.casefold()
    return any(one.casefold() in folded for one in (word, quote(word), word.replace(" ", "+")))


def test_a_code_is_seen_where_it_stands_by_itself_and_not_inside_another_number():
    for written in ("place=97205&radius=25", '{"place": "97205"}', "97205"):
        assert seen("97205", written)
    for written in ("0.0397205", "1.797205e+09", "f97205ab", "972051"):
        assert not seen("97205", written)


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


def test_a_fault_of_sqlite_is_noted_by_its_own_name_since_a_full_disk_and_a_lock_are_of_one_class(
    app, session, caplog, monkeypatch
):
    def fill(*_):
        with create_engine("sqlite://", poolclass=NullPool).connect() as small:
            small.exec_driver_sql("PRAGMA max_page_count = 1")
            small.exec_driver_sql("CREATE TABLE quuxborough (word TEXT)")

    monkeypatch.setattr("directory_app.search.views.publishing.edition", fill)
    assert app.test_client().get("/therapists/zebulon-quillfeather").status_code == 503
    assert "database error: OperationalError SQLITE_FULL" in caplog.text
    assert "quuxborough" not in caplog.text


def test_searches_are_told_to_no_other_site(browser):
    for path in SEARCHES:
        page = browser.open(path)
        assert page.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert page.soup.find("meta", attrs={"name": "referrer"}) is None
