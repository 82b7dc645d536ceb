"""The doctor: on a directory that is well it has little to say, and each ailment is named with what to do."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections import namedtuple
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult
from sqlalchemy import delete, text, update
from sqlalchemy.orm import sessionmaker

from directory_app import create_app, doctor, measured, search
from directory_app.doctor import (
    State,
    address,
    audit,
    backup,
    configuration,
    contents,
    folder,
    jobs,
    letters,
    redis,
    searching,
)
from directory_app.mail import GIVE_UP_AFTER, queue
from directory_app.models import Job, OutgoingMail, now

from ..conftest import TESTING
from ..factories import make_account, make_listing
from ..services.postgres import fresh_database
from .ailments import like, said

LONG_KEY = "fK3-Zq8_vB1xWn7RtY0uHc5Lm2Pd9SgJ"


@pytest.fixture
def database_app(sqlite_app):
    """What is looked at here is the same on both databases; test_databases.py has the rest."""
    return sqlite_app


@pytest.fixture
def patient(app):
    """The directory of this test."""
    return doctor.patient_of(app)


def told(findings):
    return [(one.state, one.what) for one in findings]


def test_a_database_that_is_away_is_one_finding_and_the_rest_is_not_guessed(tmp_path):
    app = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    findings = list(doctor.examine(doctor.patient_of(app)))
    assert [one.state for group, one in findings if group == "database"] == [State.WRONG]
    assert [one.what for group, one in findings if group == "search"] == [
        "Not looked at, since the database cannot be read."
    ]


def test_a_database_of_another_encoding_is_named_as_that(tmp_path, postgres_server):
    url = fresh_database(postgres_server, encoding="SQL_ASCII")
    found = doctor.patient_of(create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": url}))
    wrong = [one for group, one in doctor.examine(found) if group == "database"]
    assert [one.what for one in wrong] == ["The database keeps text in another encoding than UTF8."]
    assert "createdb --encoding=UTF8" in wrong[0].advice


def test_settings_of_an_example_are_no_settings_of_production(patient):
    production = {"ENVIRONMENT": "production", "SECRET_KEY": LONG_KEY, "TRUSTED_PROXIES": 1}
    example = like(patient, **production, BASE_ADDRESS="https://directory.example.org")
    assert "The base address is that of an example." in said(configuration.findings(example), State.WRONG)
    assert "Letters come from the address of an example." in said(configuration.findings(example), State.WRONG)
    own = like(patient, **production, BASE_ADDRESS="https://backs.test", MAIL_FROM="Backs <hello@backs.test>")
    assert {state for state, _ in told(configuration.findings(own))} == {State.OK}
    for change, words in (
        ({"SECRET_KEY": "a" * 40}, "few different characters"),
        ({"SECRET_KEY_FALLBACKS": [LONG_KEY]}, "1 earlier secret keys"),
        ({"TRUSTED_PROXIES": 0}, "No proxy is trusted"),
        ({"METRICS_NETWORKS": "0.0.0.0/0"}, "open to 0.0.0.0/0"),
        ({"WEB_WORKERS": 2, "REDIS_URL": ""}, "count attempts each for itself"),
    ):
        assert words in said(configuration.findings(like(own, **change)))
        assert LONG_KEY not in said(configuration.findings(like(own, **change)))


def test_a_mistyped_variable_is_named_with_what_was_meant(patient, monkeypatch):
    monkeypatch.setenv("DIRECTORY_TRUSTED_PROXY", LONG_KEY)
    monkeypatch.setenv("DIRECTORY_MOVE_TO", LONG_KEY)
    found = [one for one in configuration.findings(patient) if "is no setting" in one.what]
    assert [one.what for one in found] == ["DIRECTORY_TRUSTED_PROXY is no setting, so it does nothing."]
    assert "Did you mean DIRECTORY_TRUSTED_PROXIES?" in found[0].advice
    assert LONG_KEY not in repr(found)


def test_a_folder_that_is_open_full_or_closed_to_the_site_is_named(patient, tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir(mode=0o750)
    mine = like(patient, DATA=str(data), ENVIRONMENT="production")
    assert "Others on this machine cannot read the data folder." in said(folder.findings(mine), State.OK)
    data.chmod(0o755)
    (data / "secret-key").touch(0o644)
    assert "Everybody on this machine may read" in said(folder.findings(mine), State.WRONG)
    usage = namedtuple("usage", "total used free")
    for free, state in ((4, State.WRONG), (10, State.LOOK), (50, State.OK)):
        monkeypatch.setattr(folder.shutil, "disk_usage", lambda _, free=free: usage(10**11, 0, free * 10**9))
        assert f"{free}% of the disk" in said(folder.findings(mine), state)
    (data / "directory.sqlite3").write_bytes(bytes(60))
    monkeypatch.setattr(folder.shutil, "disk_usage", lambda _: usage(100, 50, 50))
    kept = like(patient, DATA=str(data), DATABASE_URL=f"sqlite:///{data / 'directory.sqlite3'}")
    assert "no room for its copy of the database" in said(folder.findings(kept), State.LOOK)
    gone = like(patient, DATA=str(tmp_path / "nowhere"))
    assert "cannot be written" in said(folder.findings(gone), State.WRONG)


def test_a_broken_chain_is_found(session, patient):
    from directory_app import audit as audits

    audits.record(session, "listing", 1, None, "tested")
    session.commit()
    session.execute(text("UPDATE audit_head SET hash = :other"), {"other": "0" * 64})
    assert "The audit is broken" in said(audit.findings(patient, session), State.WRONG)


def test_listings_that_words_do_not_find_are_noticed(session, patient):
    make_listing(session, "published")
    session.commit()
    session.execute(text("DELETE FROM public_text"))
    assert "can be found by words" in said(searching.findings(patient, session), State.WRONG)


def test_lists_and_staff_and_invented_accounts(session, patient):
    make_account(session, "moderator", email="someone@example.org")
    session.commit()
    production = like(patient, ENVIRONMENT="production", STAFF_SECOND_FACTOR=True)
    found = list(contents.findings(production, session))
    assert f"Lists and places are there. The data of places came in on {now():%Y-%m-%d}." in said(found, State.OK)
    assert "Nobody is an administrator." in said(found, State.LOOK)
    assert "have no second factor" in said(found, State.LOOK)
    assert "accounts have addresses of the demonstration" in said(found, State.WRONG)
    assert said(contents.findings(patient, session), State.WRONG) == ""
    session.execute(text("DELETE FROM postal_code"))
    assert said(contents.findings(patient, session), State.WRONG) == "Missing: postal codes."


def test_letters_that_wait_or_were_given_up(session, patient):
    assert said(letters.findings(patient, session)) == "No letter waits."
    letter = queue(session, "ada@example.org", "One", "text")
    session.flush()
    one = update(OutgoingMail).where(OutgoingMail.id == letter.id)
    session.execute(one.values(created_at=now() - timedelta(hours=1)))
    assert "1 letters wait, the oldest for 60 minutes." in said(letters.findings(patient, session), State.LOOK)
    session.execute(one.values(created_at=now() - timedelta(hours=9)))
    assert "the oldest for 9 hours" in said(letters.findings(patient, session), State.WRONG)
    session.execute(one.values(attempts=GIVE_UP_AFTER))
    assert "1 letters were given up" in said(letters.findings(patient, session), State.LOOK)


def test_the_note_of_the_last_backup(patient, tmp_path):
    mine = like(patient, DATA=str(tmp_path), ENVIRONMENT="production")
    assert "No backup" in said(backup.findings(mine), State.WRONG)
    assert "No backup" in said(backup.findings(like(mine, ENVIRONMENT="development")), State.LOOK)
    for hours, verified, state in (
        (1, True, State.OK), (30, True, State.LOOK), (200, True, State.WRONG), (1, False, State.WRONG),
        (1, "yes", State.WRONG),
    ):  # fmt: skip
        note = {"at": (now() - timedelta(hours=hours)).isoformat(), "file": "/safe/a", "verified": verified}
        (tmp_path / backup.NOTE).write_text(json.dumps(note))
        assert [one.state for one in backup.findings(mine)] == [state], note
    for damaged in ("", "[]", "{}", '{"at": 5}', '{"at": "yesterday", "verified": true}'):
        (tmp_path / backup.NOTE).write_text(damaged)
        assert "cannot be read" in said(backup.findings(mine), State.LOOK)


def test_a_redis_that_is_away(patient):
    assert "No Redis is used" in said(redis.findings(patient), State.OK)
    away = like(patient, REDIS_URL="redis://:secret-of-redis@127.0.0.1:1/0")
    assert "Redis does not answer" in said(redis.findings(away), State.WRONG)
    assert "secret-of-redis" not in said(redis.findings(away))


@pytest.mark.parametrize(
    ("status", "body", "words", "state"),
    [(200, b"ok\n", "leads to this directory", State.OK), (200, b"<html>", "answers /health with 200", State.LOOK)],
)
def test_whether_the_public_address_leads_here(patient, status, body, words, state):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = like(patient, BASE_ADDRESS=f"http://127.0.0.1:{server.server_port}")
    found = list(address.findings(here))
    server.shutdown()
    server.server_close()
    assert words in said(found, state)
    assert "does not answer from here" in said(address.findings(here), State.LOOK)


def test_a_server_that_runs_tells_how_its_jobs_and_its_search_are(patient, session, tmp_path, monkeypatch):
    mine = like(patient, DATA=str(tmp_path))
    assert "No server runs over this data folder" in said(jobs.findings(mine), State.LOOK)
    counted = measured.Measures()
    monkeypatch.setattr(measured, "running", lambda _: [tmp_path])
    monkeypatch.setattr(measured, "registry_of", lambda _: counted.registry)
    (tmp_path / measured.LOCK).touch()
    # It has just begun: nothing can be late.
    assert "ended well lately" in said(jobs.findings(mine), State.OK)
    moment = now().timestamp()
    os.utime(tmp_path / measured.LOCK, (moment - 7200, moment - 7200))
    assert "has not ended well for 2 hours" in said(jobs.findings(mine), State.WRONG)
    for name in mine.jobs_of_process:
        counted.job_success.labels(name).set(moment)
    assert "ended well lately" in said(jobs.findings(mine), State.OK)


def test_jobs_that_nobody_runs_or_that_fail_are_found(patient, session):
    session.execute(delete(Job))
    assert "No job has ever run" in said(jobs.shared_findings(patient, session))
    session.add_all(Job(name=name, due_at=now() + timedelta(minutes=1), succeeded_at=now()) for name in patient.jobs)
    session.flush()
    assert "ran lately" in said(jobs.shared_findings(patient, session), State.OK)
    session.get_one(Job, "mail").failures = 7
    session.get_one(Job, "mail").last_error = "TimeoutError"
    assert "it failed 7 times in a row, last with TimeoutError" in said(
        jobs.shared_findings(patient, session), State.WRONG
    )
    session.get_one(Job, "retention").due_at = now() - timedelta(hours=9)
    assert "Nobody has run the job “retention” since it was due 9 hours ago" in said(
        jobs.shared_findings(patient, session), State.WRONG
    )


def test_a_search_that_stands_still_or_misses_points_is_found(patient, session, tmp_path, monkeypatch):
    counted = measured.Measures()
    monkeypatch.setattr(measured, "running", lambda _: [tmp_path])
    monkeypatch.setattr(measured, "registry_of", lambda _: counted.registry)
    monkeypatch.setattr(measured, "measures", lambda: counted)
    make_listing(session, "published")
    session.commit()
    app_like = type("App", (), {"extensions": {"reading_sessions": sessionmaker(bind=session.connection())}})
    search.look_again(app_like)
    assert "have search as it was" in said(searching.findings(patient, session), State.OK)
    counted.index_points.set(0)
    assert "A process searches 0 points of" in said(searching.findings(patient, session), State.WRONG)
    counted.index_checked.set(now().timestamp() - 900)
    assert "15 minutes ago" in said(searching.findings(patient, session), State.WRONG)


def test_on_the_command_line_something_wrong_is_status_1_and_json_is_whole(tmp_path, sqlite_app):
    runner = sqlite_app.test_cli_runner()
    done = runner.invoke(args=["directory", "doctor", "--json"])
    answer = json.loads(done.stdout)
    wrong = [one for one in answer["findings"] if one["state"] == "wrong"]
    assert (done.exit_code, answer["state"]) == ((1, "wrong") if wrong else (0, "look at this"))
    assert {"group", "state", "what", "advice"} == set(answer["findings"][0])
    (tmp_path / backup.NOTE).write_text(json.dumps({"at": now().isoformat(), "file": "x", "verified": False}))
    app = create_app({**TESTING, "DATA": str(tmp_path)})
    done = app.test_cli_runner().invoke(args=["directory", "doctor"])
    assert done.exit_code == 1
    assert "wrong         The last backup could not be read back." in done.stdout
    assert "→ Do not rely on it." in done.stdout


def test_without_a_mail_server_a_test_letter_is_said_to_lie_in_a_folder(tmp_path):
    app = create_app({**TESTING, "DATA": str(tmp_path), "MAIL_BACKEND": "file"})
    done = app.test_cli_runner().invoke(args=["directory", "doctor", "--letter", "ada@example.net"])
    assert "The test letter left" not in done.stdout
    told = f"look at this  The test letter reaches nobody: it is a file in {(tmp_path / 'outbox').resolve()}.\n"
    assert told in done.stdout
    (letter,) = (tmp_path / "outbox").iterdir()
    assert "To: ada@example.net" in letter.read_text()


@pytest.mark.parametrize("address", ["nope", "", "a@b@example.net"])
def test_what_is_no_address_gets_no_test_letter(tmp_path, address):
    app = create_app({**TESTING, "DATA": str(tmp_path), "MAIL_BACKEND": "file"})
    done = app.test_cli_runner().invoke(args=["directory", "doctor", "--letter", address])
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {address} is not an e-mail address: ")
    assert list((tmp_path / "outbox").iterdir()) == []


def test_a_test_letter_leaves_by_the_mail_server_or_is_said_not_to(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    at = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": port, "MAIL_TLS": False}
    without_backend = {name: value for name, value in TESTING.items() if name != "MAIL_BACKEND"}
    app = create_app({**without_backend, "DATA": str(tmp_path), **at})
    asked = ["directory", "doctor", "--letter", "ada@example.net"]
    away = app.test_cli_runner().invoke(args=asked)
    assert "wrong         The test letter did not leave (MailServerAway)." in away.stdout
    server = Controller(Sink(), "127.0.0.1", port)
    server.start()
    try:
        assert "ok            The test letter left." in app.test_cli_runner().invoke(args=asked).stdout
    finally:
        server.stop()


class Keeper:
    """Checks a password, and keeps nothing else."""

    def __call__(self, _server, _session, _envelope, mechanism, data):
        return AuthResult(success=mechanism == "PLAIN" and data.password == b"right", handled=False)


def test_a_mail_server_is_greeted_and_signed_in_to_without_a_letter(patient):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    at = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": port, "MAIL_USERNAME": None, "MAIL_TLS": False}
    assert "does not answer as it should" in said(letters.server_findings(like(patient, **at)), State.WRONG)
    server = Controller(Sink(), "127.0.0.1", port, authenticator=Keeper(), auth_require_tls=False)
    server.start()
    try:
        assert "would take letters" in said(letters.server_findings(like(patient, **at)), State.OK)
        assert "offers no STARTTLS" in said(letters.server_findings(like(patient, **{**at, "MAIL_TLS": True})))
        signed = {**at, "MAIL_USERNAME": "ada", "MAIL_PASSWORD": "right"}
        assert "would take letters" in said(letters.server_findings(like(patient, **signed)), State.OK)
        assert "unencrypted" in said(letters.server_findings(like(patient, **signed)), State.LOOK)
        wrong = like(patient, **{**signed, "MAIL_PASSWORD": "wrong-password-of-mail"})
        assert "refuses name or password" in said(letters.server_findings(wrong), State.WRONG)
        assert "wrong-password-of-mail" not in said(letters.server_findings(wrong))
    finally:
        server.stop()
