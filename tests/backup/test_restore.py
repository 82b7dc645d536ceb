"""A backup restored into an empty place: every row and picture, and what has to be done before the site opens."""

from __future__ import annotations

import fcntl
import json
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from directory_app import audit, backup, chain, create_app, mail, migrations
from directory_app.backup import holding, restoring
from directory_app.backup.restoring import RUNNING, nobody_serving
from directory_app.config import IN_USE
from directory_app.leaving import erase
from directory_app.models import Account, AuditEntry, Listing, OutgoingMail, PublicClock, RuleClock, SignIn, now
from directory_app.search.index import index_of

from ..conftest import TESTING
from ..factories import make_unclaimed
from ..services.postgres import fresh_database
from .conftest import done, everything, fill, only_backup, refused, run

CHANGED_BY_A_RESTORE = {
    "sign_in",
    "public_clock",
    "rule_clock",
    "audit_entry",
    "audit_link",
    "audit_head",
    "outgoing_mail",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def saved(request, tmp_path_factory):
    """A filled directory and its backup, which no test changes."""
    folder = tmp_path_factory.mktemp("saved")
    url = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = fresh_database(server, request.getfixturevalue("lean_postgres"))
    else:
        shutil.copyfile(request.getfixturevalue("lean_sqlite"), folder / "directory.sqlite3")
    app = create_app({**TESTING, "DATA": str(folder), "DATABASE_URL": url})
    numbers = fill(app)
    (folder / "backups").mkdir()
    done(app, "backup", folder / "backups")
    yield request.param, app, only_backup(folder / "backups"), numbers
    app.extensions["engine"].dispose()


def test_every_row_of_every_table_comes_back(saved, make_app):
    kind, app, file, _ = saved
    before = everything(app)
    elsewhere = make_app(kind, "elsewhere")
    manifest, aside = restoring.restore_database(elsewhere, file, None, replace=False)
    assert aside is None
    assert everything(elsewhere) == before
    assert sum(manifest.rows.values()) == sum(
        len(rows)
        for name, rows in before.items()
        if not name.startswith("public_text_") and (kind, name) != ("postgresql", "alembic_version")
    )
    assert manifest.part("photos.sha256").lines == 5


def test_nothing_is_restored_under_a_site_that_runs(saved, make_app):
    kind, _, file, _ = saved
    here = make_app(kind, "serving")
    with (Path(here.config["DATA"]) / IN_USE).open("w") as held:
        # What every process that serves holds.
        fcntl.flock(held, fcntl.LOCK_SH)
        assert refused(here, "restore", file) == RUNNING


def test_a_restored_directory_opens_with_nobody_in_and_no_letter_leaving(saved, make_app):
    kind, app, file, _ = saved
    before = everything(app)
    elsewhere = make_app(kind, "elsewhere")
    told = done(elsewhere, "restore", file)
    assert "all compared" in told
    assert "Sign-ins ended: 1." in told
    after = everything(elsewhere)
    assert [name for name in before if before[name] != after[name] and name not in CHANGED_BY_A_RESTORE] == []
    with elsewhere.extensions["sessions"]() as session:
        assert session.scalars(select(SignIn)).all() == []
        assert chain.verify(session).fault == ""
        assert session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first().action == "restored"
        left: list[str] = []
        mail.deliver_waiting(session, lambda letter: left.append(letter.subject))
        assert left == []
        waiting = session.scalar(select(func.count()).select_from(OutgoingMail).where(OutgoingMail.sent_at.is_(None)))
    assert f"Letters held, as they may have left already: {waiting}." in told
    assert f"Letters held: {waiting}, written from" in done(elsewhere, "held-letters")
    assert f"Letters that leave now: {waiting}." in done(elsewhere, "held-letters", "--send")
    with elsewhere.extensions["sessions"]() as session:
        assert mail.deliver_waiting(session, lambda letter: left.append(letter.subject)) == waiting
    assert "Waits" in left
    assert "No letter is held." in done(elsewhere, "held-letters")
    # A number that was given out once is not given out again.
    with app.extensions["sessions"]() as first, elsewhere.extensions["sessions"]() as second:
        numbers = [one.scalar(select(func.max(Account.id))) for one in (first, second)]
        assert numbers[0] == numbers[1]


@pytest.mark.parametrize("saved", ["sqlite"], indirect=True)
def test_letters_leave_at_once_where_the_operator_says_so(saved, make_app):
    kind, _, file, _ = saved
    elsewhere = make_app(kind, "elsewhere")
    assert "held" not in done(elsewhere, "restore", file, "--send-letters").lower()
    with elsewhere.extensions["sessions"]() as session:
        left: list[str] = []
        mail.deliver_waiting(session, lambda letter: left.append(letter.subject))
        assert "Waits" in left


@pytest.mark.parametrize("saved", ["sqlite"], indirect=True)
def test_a_process_that_knew_the_same_clock_reads_anew_after_a_restore(saved, make_app):
    kind, app, file, _ = saved
    elsewhere = make_app(kind, "elsewhere")
    done(elsewhere, "restore", file)
    with app.extensions["sessions"]() as old, elsewhere.extensions["sessions"]() as new:
        known = index_of(old).state(old)
        assert new.scalar(select(PublicClock.version)) - known.version >= 2**32
        assert new.scalar(select(RuleClock.version)) != old.scalar(select(RuleClock.version))
        # What the process had in memory, asked about the database that was restored.
        asked = index_of(new)
        asked._state = known.__class__(known.version, known.today, ())
        assert asked.state(new).rows == known.rows == 1


@pytest.mark.parametrize("saved", ["sqlite"], indirect=True)
def test_who_was_deleted_after_the_backup_is_deleted_again(saved, make_app, tmp_path):
    kind, _, file, numbers = saved
    first = make_app(kind, "first")
    restoring.restore_database(first, file, None, replace=False)
    with first.extensions["sessions"]() as session:
        erase.erase(session, session.get(Account, numbers["ada"]))
        session.commit()
    assert backup.tasks(first)[0][2]() == 1
    ledger = tmp_path / "first" / "erased.jsonl"
    line = json.loads(ledger.read_text())
    assert line["account"] == numbers["ada"]
    assert set(line) == {"account", "at"}
    assert ledger.stat().st_mode & 0o777 == 0o600
    assert backup.tasks(first)[0][2]() == 0, "each deletion is noted once"
    # A number that was given out again later belongs to somebody else.
    with ledger.open("a") as more:
        more.write(json.dumps({"account": numbers["bo"], "at": "2020-01-01T00:00:00+00:00"}) + "\n")
    second = make_app(kind, "second")
    told = done(second, "restore", file, "--erased", ledger)
    assert "Accounts and unclaimed listings deleted again, as they were deleted since: 1." in told
    with second.extensions["sessions"]() as session:
        assert session.get(Account, numbers["ada"]) is None
        assert session.get(Account, numbers["bo"]) is not None
        letters = session.scalars(select(OutgoingMail.subject)).all()
        assert "Your account is deleted" not in letters, "they had that letter already"
        assert chain.verify(session).fault == ""
    assert (tmp_path / "second" / "tidy-after-deletion").exists()


def test_a_listing_that_nobody_claimed_does_not_come_back_with_a_backup(make_app, tmp_path):
    app = make_app("sqlite", "own", prepared=True)
    with app.extensions["sessions"]() as session:
        gone, kept = (make_unclaimed(session, name=name, email="").id for name in ("Ada", "Bo"))
        session.commit()
    (tmp_path / "backups").mkdir()
    done(app, "backup", tmp_path / "backups")
    with app.extensions["sessions"]() as session:
        erase.erase_unclaimed(session, session.get(Listing, gone), None)
        session.commit()
    assert backup.tasks(app)[0][2]() == 1
    elsewhere = make_app("sqlite", "elsewhere")
    told = done(elsewhere, "restore", only_backup(tmp_path / "backups"), "--erased", tmp_path / "own" / "erased.jsonl")
    assert "deleted again, as they were deleted since: 1." in told
    with elsewhere.extensions["sessions"]() as session:
        assert session.get(Listing, gone) is None
        assert session.get(Listing, kept) is not None
        assert chain.verify(session).fault == ""


@pytest.mark.parametrize("saved", ["sqlite"], indirect=True)
def test_a_list_of_deleted_accounts_that_is_none_is_refused_before_anything_is_restored(make_app, saved, tmp_path):
    kind, _, file, _ = saved
    (tmp_path / "list").write_text('{"account": 1, "at": "2026-01-01T00:00:00+00:00"}\nsomething else\n')
    elsewhere = make_app(kind, "elsewhere")
    assert "line 2 is no line of deleted accounts and listings." in refused(
        elsewhere, "restore", file, "--erased", tmp_path / "list"
    )


def test_a_place_that_holds_a_directory_is_not_written_over(saved):
    kind, app, file, _ = saved
    before = everything(app)
    assert "There is a directory in this database already." in refused(app, "restore", file)
    assert everything(app) == before
    if kind == "postgresql":
        assert "into a new, empty database" in refused(app, "restore", file, "--replace")


@pytest.mark.parametrize("saved", ["postgresql"], indirect=True)
def test_a_prepared_place_where_nobody_has_an_account_counts_as_empty(saved, make_app):
    kind, app, file, _ = saved
    elsewhere = make_app(kind, "elsewhere", prepared=True)
    done(elsewhere, "restore", file)
    assert everything(elsewhere)["account_role"] == everything(app)["account_role"]


def test_a_database_that_is_replaced_is_set_aside(make_app, tmp_path):
    app = make_app("sqlite", "here", prepared=True)
    numbers = fill(app)
    done(app, "backup", tmp_path)
    with app.extensions["sessions"]() as session:
        session.get(Account, numbers["bo"]).email = "written.after@example.org"
        session.commit()
    told = done(app, "restore", only_backup(tmp_path), "--replace")
    (aside,) = (tmp_path / "here").glob("directory.sqlite3.replaced-*Z")
    assert aside.name in told
    for path, changed in ((aside, True), (tmp_path / "here" / "directory.sqlite3", False)):
        with closing(sqlite3.connect(path)) as database:
            found = database.execute("SELECT email FROM account WHERE id = ?", [numbers["bo"]]).fetchone()
        assert (found == ("written.after@example.org",)) == changed


def test_a_database_that_cannot_be_read_any_more_is_replaced_too(make_app, tmp_path):
    app = make_app("sqlite", "here", prepared=True)
    fill(app)
    done(app, "backup", tmp_path)
    app.extensions["engine"].dispose()
    (tmp_path / "here" / "directory.sqlite3").write_bytes(b"no database at all" * 5000)
    assert "--replace sets it aside" in refused(app, "restore", only_backup(tmp_path))
    assert "all compared" in done(app, "restore", only_backup(tmp_path), "--replace")


@pytest.mark.parametrize("saved", ["sqlite"], indirect=True)
def test_nothing_is_restored_under_a_running_site(make_app, saved, tmp_path):
    kind, _, file, _ = saved
    elsewhere = make_app(kind, "elsewhere")
    with nobody_serving(tmp_path / "elsewhere"):
        assert "The site is running" in refused(elsewhere, "restore", file)


def test_a_backup_of_another_database_or_of_a_newer_release_is_refused_in_a_sentence(make_app, tmp_path):
    app = make_app("sqlite", "here", prepared=True)
    fill(app)
    done(app, "backup", tmp_path)
    postgres = make_app("postgresql", "postgres")
    assert "This backup is of a SQLite database" in refused(postgres, "restore", only_backup(tmp_path))
    only_backup(tmp_path).unlink()
    with app.extensions["engine"].begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done(app, "backup", tmp_path)
    elsewhere = make_app("sqlite", "elsewhere")
    assert "made by a newer release" in refused(elsewhere, "restore", only_backup(tmp_path))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_of_an_older_schema_is_brought_up_to_date(kind, make_app, tmp_path):
    app = make_app(kind, "here", prepared=True)
    fill(app)
    with app.app_context():
        migrations.runner(app).downgrade("0015")
    done(app, "backup", tmp_path)
    elsewhere = make_app(kind, "elsewhere")
    done(elsewhere, "restore", only_backup(tmp_path))
    assert migrations.stands_at(elsewhere.extensions["engine"]) == migrations.revisions().newest
    with elsewhere.extensions["sessions"]() as session:
        assert chain.verify(session).fault == ""


def test_another_secret_key_is_told_and_an_audit_that_was_broken_before_too(make_app, tmp_path):
    app = make_app("sqlite", "here", prepared=True)
    fill(app)
    with app.extensions["engine"].begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        connection.execute(text("UPDATE audit_entry SET action = 'something_else' WHERE id = 1"))
    done(app, "backup", tmp_path)
    elsewhere = make_app("sqlite", "elsewhere", SECRET_KEY="another key than before, also long enough")
    result = run(elsewhere, "restore", only_backup(tmp_path))
    assert result.exit_code == 1
    assert "Everything is restored, but the audit was broken before: entry 1 at position 1" in result.output
    assert "The secret key here is not the one" in result.output
    with elsewhere.extensions["sessions"]() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 3


def test_a_backup_made_while_others_write_is_of_one_moment(make_app, tmp_path):
    app = make_app("sqlite", "here", prepared=True)
    fill(app)
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            with app.extensions["sessions"]() as session:
                number = len(written)
                audit.record(session, "listing", number, None, "written", after={"number": number})
                session.add(OutgoingMail(recipient="x@example.org", subject=f"{number}", text="x" * 2000))
                session.commit()
                written.append(number)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while not written:
            pass
        for number in range(3):
            began = len(written)
            done(app, "backup", tmp_path / f"{number}.backup")
            assert len(written) > began, "nobody who writes waits for a backup"
    finally:
        stop.set()
        thread.join()
    elsewhere = make_app("sqlite", "elsewhere")
    restoring.restore_database(elsewhere, tmp_path / "2.backup", None, replace=False)
    with elsewhere.extensions["sessions"]() as session:
        assert chain.verify(session).fault == ""
        entries = session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "written"))
        letters = session.scalar(
            select(func.count()).select_from(OutgoingMail).where(OutgoingMail.recipient == "x@example.org")
        )
        assert 0 < entries == letters <= len(written)


def test_letters_written_long_ago_are_not_kept_for_ever_because_they_are_held(make_app):
    app = make_app("sqlite", "here", prepared=True)
    fill(app)
    with app.extensions["sessions"]() as session:
        holding.hold_waiting(session)
        session.query(OutgoingMail).update({"created_at": now() - timedelta(days=91)})
        mail.forget(session)
        assert holding.held(session) == []
