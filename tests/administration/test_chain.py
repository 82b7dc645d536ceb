"""The chain of the audit: it holds through deletions and at once, and tells the first entry that somebody changed."""

from __future__ import annotations

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from directory_app import audit, chain, create_app
from directory_app.leaving import erase
from directory_app.models import Account, AuditEntry, AuditHead, AuditLink, AuditWords

from ..conftest import TESTING
from ..factories import make_account, make_listing
from ..services.postgres import fresh_database, psql

ROOT = Path(__file__).parents[2]
ROLES = ROOT / "deployment" / "postgresql" / "roles.sql"
FACTS = {"share": 2.0, "tiny": 1e-7, "huge": 1e22, "fields": ["name", "bio"], "city": "Łódź", "none": None}


REFUSED = r"permission denied|must be owner|append-only"
FORBIDDEN = (
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "ALTER TABLE audit_link DISABLE TRIGGER audit_link_is_kept",
    "DROP TRIGGER audit_entry_is_kept ON audit_entry",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
    "SET session_replication_role = replica",
    "TRUNCATE audit_entry CASCADE",
    "UPDATE audit_entry SET reason = 'x'",
    "DELETE FROM audit_entry",
    "UPDATE audit_link SET hash = 'x'",
    "DELETE FROM audit_link",
    "DELETE FROM audit_head",
    "UPDATE audit_words SET name = 'x'",
    "DROP TABLE audit_link",
)


def write(session, number=3):
    """Some entries with and without words, committed one by one."""
    moderator = make_account(session, "moderator")
    for at in range(number):
        audit.record(session, "listing", at, moderator, "tested", target_name=f"Ada {at}", after=FACTS, reason="Why?")
        session.commit()
    audit.record(session, "setting", None, None, "tested")
    session.commit()


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def own_app(request, tmp_path_factory, prepared_app):
    """An application with a database of its own, where what is committed stays."""
    url = ""
    if request.param == "postgresql":
        prepared = request.getfixturevalue("prepared_postgres")
        url = fresh_database(request.getfixturevalue("postgres_server"), prepared)
    app = prepared_app(tmp_path_factory.mktemp("chain"), url)
    yield app
    app.extensions["engine"].dispose()


def test_every_entry_is_tied_to_the_one_before_when_it_is_committed(session):
    write(session)
    links = session.scalars(select(AuditLink).order_by(AuditLink.position)).all()
    assert [link.position for link in links] == [1, 2, 3, 4]
    assert [link.previous for link in links] == [chain.START, *(link.hash for link in links[:-1])]
    assert chain.verify(session) == chain.Verdict(4, links[-1].hash)


def test_what_was_rolled_back_leaves_no_gap(session):
    write(session, 1)
    audit.record(session, "listing", 9, None, "rolled_back")
    session.flush()
    session.rollback()
    nested = session.begin_nested()
    audit.record(session, "listing", 9, None, "rolled_back")
    session.flush()
    nested.rollback()
    with session.begin_nested():
        audit.record(session, "listing", 9, None, "kept")
    write(session, 1)
    verdict = chain.verify(session)
    assert (verdict.count, verdict.fault) == (5, "")


def test_the_chain_holds_after_an_account_is_deleted_and_its_words_are_gone(session):
    account = make_listing(session, "published").account
    number = account.id
    audit.record(session, "account", number, account, "registered", target_name=account.email, after={"city": "Salem"})
    session.commit()
    assert session.scalar(select(AuditWords.name).where(AuditWords.account_id == number))
    erase.erase(session, account)
    session.commit()
    assert session.scalar(select(AuditWords.name).where(AuditWords.account_id == number)) is None
    assert session.get(Account, number) is None
    verdict = chain.verify(session)
    assert (verdict.count, verdict.fault) == (2, "")


def loosened(app, session):
    """Take the triggers away, as somebody could who owns the database."""
    if session.get_bind().dialect.name == "sqlite":
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'"))
        for name in names.all():
            session.execute(text(f"DROP TRIGGER {name}"))
    else:
        for table in ("audit_entry", "audit_words", "audit_link"):
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))


@pytest.mark.every_database
@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (["UPDATE audit_entry SET action = 'other' WHERE id = {second}"], "position 2: is not what was written"),
        (
            ["DELETE FROM audit_words WHERE entry_id = {second} AND part = 'target'"],
            "",
        ),
        (
            ["DELETE FROM audit_words WHERE entry_id = {second} AND part = 'actor'"],
            "position 2: the words of its actor are missing",
        ),
        (
            ["UPDATE audit_words SET name = 'Eve' WHERE entry_id = {second} AND part = 'target'"],
            "position 2: the words of its target are not what was written",
        ),
        (["DELETE FROM audit_link WHERE position = 2"], "position 2: the link is missing"),
        (["DELETE FROM audit_link WHERE position = 4"], "position 4: the chain ends before its last link"),
        (
            [
                "DELETE FROM audit_words WHERE entry_id = {second}",
                "DELETE FROM audit_link WHERE position = 2",
                "DELETE FROM audit_entry WHERE id = {second}",
            ],
            "position 2: the link is missing",
        ),
        (["UPDATE audit_head SET hash = 'x'"], "position 4: the end of the chain names another hash"),
    ],
)
def test_whoever_owns_the_database_cannot_change_the_audit_unnoticed(app, session, statements, fault):
    write(session)
    second = session.scalar(select(AuditLink.entry_id).where(AuditLink.position == 2))
    loosened(app, session)
    for statement in statements:
        session.execute(text(statement.format(second=second)))
    session.commit()
    found = chain.verify(session).fault
    assert fault in found
    assert bool(fault) == bool(found)


def test_an_entry_that_was_slipped_in_stands_outside(app, session):
    write(session, 1)
    session.execute(
        text(
            "INSERT INTO audit_entry (at, actor_name, action, target_kind, target_name, before, after, reason) "
            "VALUES ('2026-01-01 00:00:00', 'system', 'x', 'listing', '', '{}', '{}', '')"
        )
    )
    session.commit()
    assert "stands outside of the chain" in chain.verify(session).fault


def test_a_chain_that_was_made_anew_does_not_hold_a_hash_that_was_kept_elsewhere(app, session):
    write(session)
    kept = chain.head(session)[1]
    write(session, 1)
    assert chain.verify(session, kept).expected_at == 4
    loosened(app, session)
    session.execute(text("DELETE FROM audit_link"))
    session.execute(text("UPDATE audit_head SET position = 0, hash = :start"), {"start": chain.START})
    session.execute(text("UPDATE audit_entry SET action = 'other' WHERE action = 'tested'"))
    chain.append(session, session.scalars(select(AuditEntry.id)).all())
    session.commit()
    assert chain.verify(session).fault == ""
    assert "expected is nowhere" in chain.verify(session, kept).fault


def test_the_command_names_the_first_broken_row_in_one_line_and_fails(app, session):
    def run(*arguments):
        session.commit()
        return app.test_cli_runner().invoke(args=["directory", "verify-audit", *arguments])

    write(session)
    done = run()
    assert done.exit_code == 0, done.output
    head = re.fullmatch(r"4 entries hold\. Head: ([0-9a-f]{64})\n", done.output)[1]
    assert "stands at position 4" in run("--expect", head).output
    assert run("--expect", "0" * 63 + "1").exit_code == 1
    assert run("--expect", " ").output == "Error: --expect needs the hash that was kept\n"
    assert run("--expect", f" {head.upper()}\n").exit_code == 0
    for mistyped in ("zz", head[:-1], f"{head}0", f"g{head[1:]}"):
        done = run("--expect", mistyped)
        assert done.exit_code == 2
        assert "--expect: that is no hash: it has 64 letters from a to f and figures" in done.output
        assert "broken" not in done.output
    loosened(app, session)
    session.execute(text("UPDATE audit_entry SET reason = 'x' WHERE target_id = 1"))
    done = run()
    assert done.exit_code == 1
    assert re.fullmatch(
        r"Error: the audit is broken at entry \d+ at position 2: is not what was written\n", done.output
    )


def test_a_row_cannot_take_the_place_of_another_one(session):
    write(session, 1)
    entry, link = session.query(AuditEntry).first(), session.query(AuditLink).first()
    replace = "INSERT OR REPLACE" if session.get_bind().dialect.name == "sqlite" else "INSERT"
    conflict = "" if replace != "INSERT" else "ON CONFLICT ({}) DO UPDATE SET {}"
    columns = "(id, at, actor_name, action, target_kind, target_name, before, after, reason)"
    values = f"({entry.id}, '2026-01-01 00:00:00', '', 'x', 'x', '', '{{}}', '{{}}', '')"
    for statement in (
        f"{replace} INTO audit_entry {columns} VALUES {values} {conflict.format('id', 'action = excluded.action')}",
        f"{replace} INTO audit_link (position, entry_id, previous, hash, actor_words, target_words) VALUES "
        f"(1, {link.entry_id}, '', '', '', '') {conflict.format('position', 'hash = excluded.hash')}",
        "UPDATE audit_link SET hash = 'x'",
        "DELETE FROM audit_link",
    ):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(text(statement))
    assert chain.verify(session).fault == ""


def test_many_writers_at_once_make_one_chain(own_app):
    def work(number):
        with own_app.extensions["sessions"]() as session:
            for at in range(6):
                audit.record(session, "listing", number, None, "at_once", after={"at": at, "city": "Salem"})
                session.commit()

    with own_app.extensions["sessions"]() as session:
        before = chain.head(session)[0]
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(work, range(5)))
    with own_app.extensions["sessions"]() as session:
        verdict = chain.verify(session)
        assert (verdict.count, verdict.fault) == (before + 30, "")


def test_a_request_that_takes_long_holds_nobody_up(own_app):
    if own_app.extensions["engine"].dialect.name == "sqlite":
        # One writer at a time is what SQLite is.
        return
    with own_app.extensions["sessions"]() as slow, own_app.extensions["sessions"]() as quick:
        audit.record(slow, "listing", 1, None, "slow")
        slow.flush()
        quick.execute(text("SET lock_timeout = '2s'"))
        audit.record(quick, "listing", 2, None, "quick")
        quick.commit()
        slow.commit()
        assert chain.verify(slow).fault == ""


def test_the_role_of_the_application_writes_the_audit_and_never_undoes_it(postgres_server, prepared_postgres, tmp_path):
    url = fresh_database(postgres_server, prepared_postgres)
    app = create_app({**TESTING, "DATA": str(tmp_path), "DATABASE_URL": url})
    engine = app.extensions["engine"]
    role = f"app_{secrets.token_hex(4)}"
    file = tmp_path / "roles.sql"
    file.write_text(ROLES.read_text().replace("directory_app", role))
    address = engine.url.set(drivername="postgresql").render_as_string(False)
    # The second time is that of an upgrade: the password stays.
    for password in (["--set=password=a password of its own"], []):
        psql(["--set=ON_ERROR_STOP=1", *password, f"--file={file}", address])
    owner = psycopg.connect(address, autocommit=True)
    hashed = owner.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (role,)).fetchone()[0]
    mine = create_engine(engine.url.set(username=role, password="a password of its own"))
    try:
        assert hashed.startswith("SCRAM-SHA-256$")
        with Session(mine) as session:
            account = make_listing(session, "published").account
            write(session, 1)
            erase.erase(session, account)
            session.commit()
            assert (chain.verify(session).count, chain.verify(session).fault) == (3, "")
        for statement in FORBIDDEN:
            with (
                Session(mine) as session,
                pytest.raises(DBAPIError, match=REFUSED),
            ):
                session.execute(text(statement))
    finally:
        mine.dispose()
        owner.execute(f"DROP OWNED BY {role}")
        owner.execute(f"DROP ROLE {role}")
        owner.close()
        engine.dispose()


def test_nothing_in_the_directory_even_tries_to_erase_the_audit():
    """Imports, jobs and pages all go through the same package; the triggers would refuse it besides."""
    tries = re.compile(
        r"(delete|update)\((AuditEntry|AuditLink)\b|(DELETE FROM|UPDATE|TRUNCATE) audit_(entry|link)", re.I
    )
    package = ROOT / "directory_app"
    found = [
        path.name for path in package.rglob("*.py") if "versions" not in path.parts and tries.search(path.read_text())
    ]
    assert found == []


def test_the_head_is_one_row(session):
    assert [row.id for row in session.scalars(select(AuditHead))] == [1]
